import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/queries.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

/** The tasks by name and worth. */
export function TaskOverview({ tasks }: { tasks: Task[] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  if (tasks.length === 0) return null;
  return (
    <section className="card" aria-labelledby="tasks">
      <h2 id="tasks">{t('scenario.tasks')}</h2>
      <ol className="task-overview">
        {tasks.map((task) => (
          <li key={task.id}>
            <span>{text(task.title)}</span>
            <span className="soft">
              {t('facts.points', { count: task.points, shown: format.number(task.points) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
