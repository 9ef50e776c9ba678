import { useTranslation } from 'react-i18next';
import type { Range, Scenario } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useText } from '../../i18n/text.js';
import { isUp } from './launch-steps.js';
import { useNodeReset } from './orders.js';

interface Props {
  exercise: string;
  team: string;
  range: Range;
  scenario: Scenario;
}

const looks: Record<string, string> = { ready: 'good', starting: 'warn', failed: 'bad' };

/** Every machine with its state, and the way to have it alone built anew. */
export function RangeNodes({ exercise, team, range, scenario }: Props) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const reset = useNodeReset(exercise, team);
  const nameOf = (id: string) => text(scenario.nodes.find((node) => node.id === id)?.title) || id;
  const stateOf = (state: string) => {
    const key = `node-states.${state}`;
    return i18n.exists(key) ? t(key as 'node-states.ready') : state;
  };
  return (
    <details className="unfolding range-nodes">
      <summary>{t('range.nodes')}</summary>
      <ProblemNotice error={reset.error} />
      <ul className="node-list">
        {range.nodes.map(({ id, state }) => (
          <li key={id} data-node={id}>
            <span>{nameOf(id)}</span>
            <span className={`badge badge-${looks[state] ?? 'plain'}`}>{stateOf(state)}</span>
            {isUp(range.state) && (
              <Confirm
                title={t('range.node-question', { node: nameOf(id) })}
                action={t('range.reset')}
                danger
                onConfirm={() => reset.mutate(id)}
                trigger={
                  <Button look="quiet" isPending={reset.isPending && reset.variables === id}>
                    {t('range.reset')}
                    <span className="visually-hidden"> {nameOf(id)}</span>
                  </Button>
                }
              >
                <p>{t('range.node-about')}</p>
              </Confirm>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
