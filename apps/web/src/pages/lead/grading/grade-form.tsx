import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import type { Text } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Field } from '../../../components/field.js';
import { LinesField } from '../../../components/lines-field.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { refreshExercise } from '../../exercise/orders.js';

const longestComment = 5_000;

interface Props {
  exercise: string;
  work: { team: string; task: string; submission: number };
  criteria: { id: string; title: Text; description?: Text | undefined; points: number }[];
  onGraded: () => void;
}

/** Points for each criterion and a comment; once it is given, the next one comes. */
export function GradeForm({ exercise, work: { team, task, submission }, criteria, onGraded }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const [scores, setScores] = useState<Record<string, string>>({});
  const [comment, setComment] = useState('');
  const grade = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/grades', {
          params: { path: { id: exercise, team, task } },
          body: {
            submission,
            scores: Object.fromEntries(criteria.map(({ id }) => [id, Number(scores[id])])),
            ...(comment.trim() === '' ? {} : { comment }),
          },
        }),
      ),
    onSuccess: onGraded,
    onSettled: () => refreshExercise(exercise),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!grade.isPending) grade.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      {criteria.map(({ id, title, description, points }) => (
        <Field
          key={id}
          label={t('grading.score', { criterion: text(title), points: format.number(points) })}
          description={text(description)}
          value={scores[id] ?? ''}
          onChange={(value) => setScores({ ...scores, [id]: value })}
          inputMode="numeric"
          pattern="[0-9]{1,5}"
          isRequired
        />
      ))}
      <LinesField
        label={t('grading.comment')}
        value={comment}
        onChange={setComment}
        maxLength={longestComment}
      />
      <ProblemNotice error={grade.error} />
      <div className="actions">
        <Button type="submit" look="main" isPending={grade.isPending}>
          {t('grading.give')}
        </Button>
      </div>
    </form>
  );
}
