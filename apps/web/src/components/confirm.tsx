import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.js';

interface Props {
  /** The button that asks; without one it is opened from outside, as by a form that is sent. */
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  title: string;
  children: ReactNode;
  action: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** Asks before something that costs or cannot be undone. */
export function Confirm({
  trigger,
  isOpen,
  onOpenChange,
  title,
  children,
  action,
  danger,
  onConfirm,
}: Props) {
  const { t } = useTranslation();
  const asking = (
    <ModalOverlay
      className="veil"
      isDismissable
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          {({ close }) => (
            <>
              <Heading slot="title">{title}</Heading>
              <div>{children}</div>
              <div className="actions actions-end">
                <Button onPress={close} autoFocus>
                  {t('common.cancel')}
                </Button>
                <Button
                  look={danger ? 'danger' : 'main'}
                  onPress={() => {
                    close();
                    onConfirm();
                  }}
                >
                  {action}
                </Button>
              </div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
  if (trigger === undefined) return asking;
  return (
    <DialogTrigger>
      {trigger}
      {asking}
    </DialogTrigger>
  );
}
