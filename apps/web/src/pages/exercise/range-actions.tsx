import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import type { useRangeOrder } from './orders.js';

interface Props {
  /** The range's. */
  state: string;
  order: ReturnType<typeof useRangeOrder>;
}

/** What can be done with machines that are there: freeze them or let them go on, build them anew, or take them down. */
export function RangeActions({ state, order }: Props) {
  const { t } = useTranslation();
  return (
    <div className="actions">
      {state !== 'suspended' && (
        <Button
          look="quiet"
          onPress={() => order.mutate('suspend')}
          isPending={order.isPending && order.variables === 'suspend'}
        >
          {t('range.suspend')}
        </Button>
      )}
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
