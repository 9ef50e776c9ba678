import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task, TaskProgress } from '../../../api/queries.js';
import { useFocusKept } from '../../../components/focus-kept.js';
import { Markdown } from '../../../components/markdown.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { AnswerForm } from './answer-form.js';
import { CheckButton } from './check-button.js';
import { HandInForm } from './hand-in/hand-in-form.js';
import { Hints } from './hints.js';
import { Observed } from './observed.js';
import { Solution } from './solution.js';

/** Which task of which team in which exercise: the path of its API. */
export interface TaskPlace {
  id: string;
  team: string;
  task: string;
}

interface Props {
  task: Task;
  /** All tasks of the scenario, to name those that come first. */
  tasks: Task[];
  progress: TaskProgress | undefined;
  place: TaskPlace;
  acts: boolean;
  /** Whether the exercise is paused: one may go on typing, but nothing is taken. */
  held: boolean;
  /** When the progress was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  /** Whether the range is up. */
  up: boolean;
}

/** One task: what to do, how it stands, and how to answer. */
export function TaskCard({ task, tasks, progress, place, acts, held, readAt, up }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const card = useRef<HTMLLIElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useFocusKept(card, title);
  const standing = progress?.solved ? 'solved' : progress?.open ? 'open' : 'locked';
  const first = task.requires
    .map((id) => text(tasks.find((other) => other.id === id)?.title))
    .filter((title) => title !== '');
  return (
    <li ref={card} className={`task task-${standing}`} data-task={task.id}>
      <div className="task-head">
        <h3 ref={title} tabIndex={-1}>
          {text(task.title)}
        </h3>
        <span className="soft small">
          {t('facts.points', { count: task.points, shown: format.number(task.points) })}
        </span>
        <span className={`badge badge-${{ solved: 'good', open: 'plain', locked: 'warn' }[standing]}`}>
          {t(`tasks.${standing}`)}
        </span>
      </div>
      {standing === 'locked' ? (
        <p className="soft">{t('tasks.first', { tasks: format.list(first) })}</p>
      ) : (
        <Markdown text={task.description} />
      )}
      {standing !== 'locked' && (
        <>
          {task.kind === 'answer' ? (
            <AnswerForm
              place={place}
              attemptsLeft={progress?.attemptsLeft}
              wait={progress?.retryAfter}
              readAt={readAt}
              solved={standing === 'solved'}
              acts={acts}
              held={held}
            />
          ) : task.kind === 'manual' ? (
            <HandInForm task={task} place={place} acts={acts} held={held} />
          ) : task.kind === 'observe' ? (
            <Observed solved={standing === 'solved'} observed={progress?.observed} />
          ) : (
            <CheckButton
              place={place}
              solved={standing === 'solved'}
              hold={progress?.held}
              acts={acts}
              up={up && !held}
            />
          )}
          <Hints
            task={task}
            revealed={progress?.hints ?? []}
            place={place}
            acts={acts && standing === 'open'}
            held={held}
          />
          <Solution
            task={task}
            revealed={progress?.solution}
            place={place}
            acts={acts && standing === 'open'}
            held={held}
          />
        </>
      )}
    </li>
  );
}
