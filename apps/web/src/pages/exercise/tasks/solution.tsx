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
  /** Its text, once it was bought. */
  revealed: TaskProgress['solution'];
  place: TaskPlace;
  acts: boolean;
  /** It cannot be bought now. */
  held: boolean;
}

/** How the task is solved, at the price of all that it is worth. */
export function Solution({ task, revealed, place, acts, held }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const reveal = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/solution', { params: { path: place } })),
    onSettled: () => refreshExercise(place.id),
  });
  const price = t('facts.points', { count: task.points, shown: format.number(task.points) });
  if (revealed) {
    return (
      <div className="hint">
        <p className="small soft">{t('solution.open', { price })}</p>
        <Markdown text={revealed} />
      </div>
    );
  }
  if (!acts || !task.solution) return null;
  return (
    <div>
      <Confirm
        title={t('solution.question')}
        action={t('solution.action', { price })}
        danger
        onConfirm={() => reveal.mutate()}
        trigger={
          <Button look="quiet" isPending={reveal.isPending} isDisabled={held}>
            {t('solution.buy', { price })}
          </Button>
        }
      >
        <p>{t('solution.about', { price })}</p>
      </Confirm>
      <ProblemNotice error={reveal.error} />
    </div>
  );
}
