import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.js';

interface Props {
  /** The button that asks. */
  trigger: ReactNode;
  title: string;
  children: ReactNode;
  action: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** Asks before something that costs or cannot be undone. */
export function Confirm({ trigger, title, children, action, danger, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <DialogTrigger>
      {trigger}
      <ModalOverlay className="veil" isDismissable>
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
    </DialogTrigger>
  );
}
