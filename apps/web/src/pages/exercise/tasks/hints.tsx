import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import type { Task, TaskProgress } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Confirm } from '../../../components/confirm.js';
import { Markdown } from '../../../components/markdown.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useFormat } from '../../../i18n/format.js';
import { refreshExercise } from '../orders.js';
import type { TaskPlace } from './task-card.js';

interface Props {
  task: Task;
  revealed: TaskProgress['hints'];
  place: TaskPlace;
  acts: boolean;
  /** None can be bought now. */
  held: boolean;
}

/** The hints that were bought, and those that can be, at their price. */
export function Hints({ task, revealed, place, acts, held }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const reveal = useMutation({
    mutationFn: (hint: string) =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/hints/{hint}', {
          params: { path: { ...place, hint } },
        }),
      ),
    onSettled: () => refreshExercise(place.id),
  });
  if (revealed.length === 0 && (task.hints.length === 0 || !acts)) return null;
  return (
    <ul className="hints">
      {task.hints.map((hint, index) => {
        const open = revealed.find(({ id }) => id === hint.id);
        const number = { number: format.number(index + 1) };
        const price = t('facts.points', { count: hint.cost, shown: format.number(hint.cost) });
        if (open) {
          return (
            <li key={hint.id} className="hint">
              <p className="small soft">{t('hints.open', { ...number, price })}</p>
              <Markdown text={open.text} />
            </li>
          );
        }
        if (!acts) return null;
        return (
          <li key={hint.id}>
            <Confirm
              title={t('hints.question', number)}
              action={t('hints.action', { price })}
              onConfirm={() => reveal.mutate(hint.id)}
              trigger={
                <Button
                  look="quiet"
                  isPending={reveal.isPending && reveal.variables === hint.id}
                  isDisabled={held}
                >
                  {t('hints.buy', { ...number, price })}
                </Button>
              }
            >
              <p>{t('hints.about', { price })}</p>
            </Confirm>
          </li>
        );
      })}
      <ProblemNotice error={reveal.error} />
    </ul>
  );
}
