import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import type { useRangeOrder } from './orders.js';

/** What can be done with machines that run: build them anew, or take them down. */
export function RangeActions({ order }: { order: ReturnType<typeof useRangeOrder> }) {
  const { t } = useTranslation();
  return (
    <div className="actions">
      {(['reset', 'stop'] as const).map((what) => (
        <Confirm
          key={what}
          title={t(`range.${what}-question`)}
          action={t(`range.${what}`)}
          danger
          onConfirm={() => order.mutate(what)}
          trigger={
            <Button look="quiet" isPending={order.isPending && order.variables === what}>
              {t(`range.${what}`)}
            </Button>
          }
        >
          <p>{t(`range.${what}-about`)}</p>
        </Confirm>
      ))}
    </div>
  );
}
