import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { Button } from '../../../components/button.js';
import { Fetched } from '../../../components/fetched.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import type { Exercise } from '../../../api/queries.js';
import { Submissions } from '../../exercise/tasks/hand-in/submissions.js';
import { GradeForm } from './grade-form.js';

interface Props {
  exercise: Exercise;
}

/** What waits for a grade, the oldest first, and the one that is being graded. */
export function GradingPart({ exercise: { id } }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const [chosen, choose] = useState<number>();
  const [all, setAll] = useState(false);
  const rubrics = useQuery({
    queryKey: ['exercise', id, 'rubrics'],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/rubrics', { params: { path: { id } } })),
  });
  const queue = useQuery({
    queryKey: ['exercise', id, 'grading', all],
    queryFn: () =>
      ask(
        api.GET('/api/v1/exercises/{id}/grading', {
          params: { path: { id }, query: { all: all ? 'true' : 'false' } },
        }),
      ),
  });
  return (
    <section className="card" aria-labelledby="grading">
      <h2 id="grading">{t('grading.title')}</h2>
      <div className="actions">
        <Button onPress={() => setAll(!all)}>{t(all ? 'grading.waiting' : 'grading.all')}</Button>
      </div>
      <Fetched query={rubrics}>
        {({ items: known }) => (
          <Fetched query={queue}>
            {({ items }) => {
              const open = items.find(({ submission }) => submission === chosen) ?? items[0];
              const rubric = known.find(({ task }) => task === open?.task);
              if (!open || !rubric) return <p className="soft">{t('grading.none')}</p>;
              return (
                <>
                  <ol className="grading-queue">
                    {items.map(({ submission, name, task, at }) => (
                      <li key={submission} aria-current={submission === open.submission}>
                        <Button look="quiet" onPress={() => choose(submission)}>
                          {t('grading.item', {
                            team: name,
                            task: text(known.find((one) => one.task === task)?.title),
                            at: format.time(at),
                          })}
                        </Button>
                      </li>
                    ))}
                  </ol>
                  <h3>{t('grading.of', { team: open.name, task: text(rubric.title) })}</h3>
                  <Submissions
                    place={{ id, team: open.team, task: open.task }}
                    rubric={rubric.criteria}
                    erases
                  />
                  <GradeForm
                    key={open.submission}
                    exercise={id}
                    work={open}
                    criteria={rubric.criteria}
                    onGraded={() => choose(undefined)}
                  />
                </>
              );
            }}
          </Fetched>
        )}
      </Fetched>
    </section>
  );
}
