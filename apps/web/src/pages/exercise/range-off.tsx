import { useTranslation } from 'react-i18next';
import type { Exercise, Range } from '../../api/queries.js';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Notice } from '../../components/notice.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useFormat } from '../../i18n/format.js';
import { useSteer, type useRangeOrder } from './orders.js';

interface Props {
  exercise: Exercise;
  range: Range | undefined;
  order: ReturnType<typeof useRangeOrder>;
}

/** In place of the terminals when there are no machines: why, and how to get them. */
export function RangeOff({ exercise, range, order }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const start = useSteer(exercise.id, 'start');
  if (exercise.state === 'draft' || exercise.state === 'scheduled') {
    const { opensAt } = exercise.schedule ?? {};
    const steers = exercise.you.staff || exercise.owner === me.id;
    return (
      <div className="range-off">
        {exercise.state === 'scheduled' && opensAt !== undefined ? (
          <p>{t('range.opens', { time: format.time(Date.parse(opensAt)) })}</p>
        ) : (
          <p>{t(steers ? 'range.draft' : 'range.draft-wait')}</p>
        )}
        <ProblemNotice error={start.error} />
        {steers && exercise.mode === 'solo' && (
          <Button look="main" onPress={() => start.mutate()} isPending={start.isPending}>
            {t('range.start')}
          </Button>
        )}
      </div>
    );
  }
  if (range?.state === 'stopping') {
    return (
      <div className="range-off">
        <p role="status">{t('range.stopping')}</p>
      </div>
    );
  }
  const failed = range?.state === 'failed';
  return (
    <div className="range-off">
      {failed ? (
        <Notice kind="bad">
          <p>
            <strong>{t('range.failed')}</strong>
          </p>
          <p className="reason">{range.reason}</p>
        </Notice>
      ) : (
        <p>{t(range?.state === 'gone' && range.reason === 'expired' ? 'range.expired' : 'range.off')}</p>
      )}
      <Button
        look="main"
        onPress={() => order.mutate(failed ? 'reset' : 'start')}
        isPending={order.isPending}
      >
        {t(failed ? 'common.try-again' : 'range.start')}
      </Button>
    </div>
  );
}
