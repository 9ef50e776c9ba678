import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../api/queries.js';
import { queryClient } from '../../../../api/query-client.js';
import { sendFiles } from '../../../../api/send-files.js';
import { Button } from '../../../../components/button.js';
import { LinesField } from '../../../../components/lines-field.js';
import { ProblemNotice } from '../../../../components/problem-notice.js';
import { useFormat } from '../../../../i18n/format.js';
import { useText } from '../../../../i18n/text.js';
import { refreshExercise } from '../../orders.js';
import { useDraft } from '../draft.js';
import type { TaskPlace } from '../task-card.js';
import { submissionsQuery } from './submissions-query.js';
import { Submissions } from './submissions.js';

const longestText = 20_000;

interface Props {
  task: Task;
  place: TaskPlace;
  acts: boolean;
  /** The exercise is paused. */
  held: boolean;
}

/** Takes a text and files for people to grade, and shows what was handed in before with its grades. */
export function HandInForm({ task, place, acts, held }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useDraft(`${place.id}.${place.team}.${place.task}`);
  const [count, setCount] = useState(0);
  const chosen = useRef<HTMLInputElement>(null);
  const { manual } = task;
  const send = useMutation({
    mutationFn: (form: FormData) =>
      sendFiles(`/api/v1/exercises/${place.id}/teams/${place.team}/tasks/${place.task}/files`, form),
    onSuccess: () => {
      setText('');
      setCount(0);
      if (chosen.current) chosen.current.value = '';
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: submissionsQuery(place).queryKey });
      void refreshExercise(place.id);
    },
  });
  if (!manual) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const form = new FormData();
    if (text.trim() !== '') form.append('text', text);
    for (const file of chosen.current?.files ?? []) form.append('file', file, file.name);
    if (!send.isPending) send.mutate(form);
  };
  const fileInput = `files-${place.task}`;
  const isEmpty = text.trim() === '' && count === 0;
  return (
    <div className="hand-in">
      <ul className="small soft">
        {manual.rubric.map((criterion) => (
          <RubricLine key={criterion.id} criterion={criterion} />
        ))}
      </ul>
      {acts && (
        <form className="form" onSubmit={submit}>
          {manual.text && (
            <LinesField
              label={t('hand-in.text')}
              value={text}
              onChange={setText}
              maxLength={longestText}
              rows={6}
              isDisabled={held}
            />
          )}
          {manual.files && (
            <div className="field">
              <label htmlFor={fileInput}>{t('hand-in.files')}</label>
              <input
                id={fileInput}
                ref={chosen}
                className="input"
                type="file"
                multiple={manual.files.most > 1}
                accept={manual.files.types.map((type) => `.${type}`).join(',')}
                disabled={held}
                onChange={(event) => setCount(event.target.files?.length ?? 0)}
              />
              <span className="field-description">
                {t('hand-in.bounds', {
                  most: format.number(manual.files.most),
                  size: manual.files.size.replace('M', ' MB'),
                  types: manual.files.types.map((type) => `.${type}`).join(', '),
                })}
              </span>
            </div>
          )}
          <div className="actions">
            <Button type="submit" look="main" isPending={send.isPending} isDisabled={held || isEmpty}>
              {t(send.isPending ? 'hand-in.sending' : 'hand-in.action')}
            </Button>
          </div>
          <ProblemNotice error={send.error} />
        </form>
      )}
      <Submissions place={place} rubric={manual.rubric} />
    </div>
  );
}

function RubricLine({ criterion }: { criterion: NonNullable<Task['manual']>['rubric'][number] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  return (
    <li>
      {text(criterion.title)} ·{' '}
      {t('facts.points', { count: criterion.points, shown: format.number(criterion.points) })}
    </li>
  );
}
