import { Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exercise, Range, Scenario, Team } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { useFocusKept } from '../../components/focus-kept.js';
import { lazily } from '../../components/lazily.js';
import { Loading } from '../../components/loading.js';
import { Notice } from '../../components/notice.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { Launch } from './launch.js';
import { isComing, isThere } from './launch-steps.js';
import { useRangeOrder } from './orders.js';
import type { ProgressLine } from './progress-log.js';
import { RangeActions } from './range-actions.js';
import { RangeLife } from './range-life.js';
import { RangeNodes } from './range-nodes.js';
import { RangeOff } from './range-off.js';

const Terminals = lazily(() => import('./terminal/terminals.js'));

interface Props {
  exercise: Exercise;
  scenario: Scenario;
  team: Team;
  /** Whether it is one's own; else it is named. */
  mine: boolean;
  range: Range | undefined;
  /** When it was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  lines: readonly ProgressLine[];
}

/** The team's machines: coming up step by step, then their terminals. */
export function RangePanel({ exercise, scenario, team, mine, range, readAt, lines }: Props) {
  const { t } = useTranslation();
  const order = useRangeOrder(exercise.id, team.id);
  const panel = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useFocusKept(panel, title);
  const paused = exercise.state === 'paused';
  const there = range !== undefined && isThere(range.state);
  return (
    <section ref={panel} className="panel panel-range" aria-label={t('range.title')}>
      <div className="panel-head">
        <h2 ref={title} tabIndex={-1}>
          {mine ? t('range.title') : t('range.title-of', { team: team.name })}
        </h2>
        {there && !paused && <RangeActions state={range.state} order={order} />}
      </div>
      <ProblemNotice error={order.error} />
      {range?.state === 'degraded' && (
        <Notice kind="warn">
          {range.reason ? t('range.degraded', { reason: range.reason }) : t('range.rebuilding')}
        </Notice>
      )}
      {range?.state === 'suspended' && !paused && (
        <Notice kind="info">
          <p>{t('range.suspended')}</p>
          <div className="actions">
            <Button
              look="main"
              onPress={() => order.mutate('resume')}
              isPending={order.isPending && order.variables === 'resume'}
            >
              {t('range.resume')}
            </Button>
          </div>
        </Notice>
      )}
      {there ? (
        <>
          <Suspense fallback={<Loading />}>
            <Terminals exercise={exercise.id} team={team.id} range={range} scenario={scenario} />
          </Suspense>
          <div className="range-foot">
            <RangeNodes exercise={exercise.id} team={team.id} range={range} scenario={scenario} />
            <RangeLife range={range} readAt={readAt} order={order} />
          </div>
        </>
      ) : range && isComing(range.state) ? (
        <Launch range={range} scenario={scenario} lines={lines} />
      ) : (
        <RangeOff exercise={exercise} range={range} order={order} />
      )}
    </section>
  );
}
