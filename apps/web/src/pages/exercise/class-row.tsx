import { useTranslation } from 'react-i18next';
import type { Exercise, Team } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import { useProblemText } from '../../components/problem-text.js';
import { useFormat } from '../../i18n/format.js';
import { isThere } from './launch-steps.js';
import { useRangeOrder } from './orders.js';
import { ServiceBadges } from './services/service-badges.js';

interface Props {
  exercise: Exercise;
  team: Team;
  tasks: number;
  /** Whether the table has a column for services. */
  keepsServices: boolean;
  isChosen: boolean;
  choose: ((team: string) => void) | undefined;
}

const looks: Record<string, string> = { ready: 'good', degraded: 'warn', failed: 'bad' };

/** One team in the table of who leads. */
export function ClassRow({ exercise, team, tasks, keepsServices, isChosen, choose }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const say = useProblemText();
  const order = useRangeOrder(exercise.id, team.id);
  const range = exercise.ranges.find(({ teams }) => teams.includes(team.id));
  const state = range?.state ?? 'none';
  const key = `range-states.${state}`;
  const solved = team.tasks?.filter((task) => task.solved).length ?? 0;
  return (
    <tr className={isChosen ? 'row-own' : undefined}>
      <th scope="row">{team.name}</th>
      <td className="number">{format.number(team.score)}</td>
      <td className="number">
        {format.number(solved)} / {format.number(tasks)}
      </td>
      {keepsServices && (
        <td>
          <ServiceBadges services={team.services ?? []} />
        </td>
      )}
      <td>
        <span className={`badge badge-${looks[state] ?? 'plain'}`}>
          {i18n.exists(key) ? t(key as 'range-states.ready') : state}
        </span>
        {range?.reason && range.reason !== 'expired' && (
          <span className="small soft reason"> {range.reason}</span>
        )}
      </td>
      <td>
        <div className="actions">
          {choose && (
            <Button look="quiet" onPress={() => choose(team.id)}>
              {t('class.look')}
            </Button>
          )}
          {exercise.state === 'running' && isThere(range?.state) && (
            <Confirm
              title={t('class.reset-question', { team: team.name })}
              action={t('range.reset')}
              danger
              onConfirm={() => order.mutate('reset')}
              trigger={
                <Button look="quiet" isPending={order.isPending}>
                  {t('range.reset')}
                </Button>
              }
            >
              <p>{t('class.reset-about')}</p>
            </Confirm>
          )}
          {exercise.state === 'running' && ['none', 'gone', 'failed'].includes(state) && (
            <Button
              look="quiet"
              onPress={() => order.mutate(state === 'failed' ? 'reset' : 'start')}
              isPending={order.isPending}
            >
              {t(state === 'failed' ? 'range.reset' : 'range.start')}
            </Button>
          )}
        </div>
        {order.error && (
          <span role="alert" className="bad-text small">
            {say(order.error)}
          </span>
        )}
      </td>
    </tr>
  );
}
