import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { hasSlug } from '../../../api/problem.js';
import { rulesQuery, type Exercise, type RuleBook, type Scenario } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { Button } from '../../../components/button.js';
import { Confirm } from '../../../components/confirm.js';
import { Field } from '../../../components/field.js';
import { ProblemDetail } from '../../../components/problem-detail.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { refreshExercise } from '../../exercise/orders.js';
import { Difference } from './difference.js';
import { changesOf, draftOf, type TaskDraft } from './rules-draft.js';
import { TaskRules } from './task-rules.js';

const longestReason = 500;

interface Props {
  exercise: Exercise;
  scenario: Scenario;
  book: RuleBook;
}

/** Mends the rules in two steps: what would change is shown first, and only that is confirmed. */
export function RulesForm({ exercise: { id }, scenario, book }: Props) {
  const { t } = useTranslation();
  const [drafts, setDrafts] = useState<Record<string, TaskDraft>>({});
  const [reason, setReason] = useState('');
  const tasks = changesOf(book.tasks, drafts);
  const path = { params: { path: { id } } };
  const preview = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/exercises/{id}/rules/preview', { ...path, body: { reason, tasks } })),
  });
  const confirm = useMutation({
    mutationFn: (seq: number) =>
      ask(api.POST('/api/v1/exercises/{id}/rules', { ...path, body: { seq, reason, tasks } })),
    // Points have moved meanwhile: what was looked at is no longer what would be.
    onError: () => preview.reset(),
    onSuccess: (rules) => queryClient.setQueryData(rulesQuery(id).queryKey, rules),
    onSettled: () => refreshExercise(id),
  });
  const touched = () => {
    preview.reset();
    confirm.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.reset();
    preview.mutate();
  };
  const changed = Object.keys(tasks).length > 0;
  const shown = preview.data;
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t('rules.about')}</p>
      <div className="rules">
        {book.tasks.map((task) => (
          <TaskRules
            key={task.id}
            task={task}
            draft={drafts[task.id] ?? draftOf(task)}
            isChanged={task.id in tasks}
            change={(draft) => {
              touched();
              setDrafts({ ...drafts, [task.id]: draft });
            }}
          />
        ))}
      </div>
      <Field
        label={t('rules.reason')}
        description={t('rules.reason-about')}
        value={reason}
        onChange={(text) => {
          touched();
          setReason(text);
        }}
        maxLength={longestReason}
        isRequired
      />
      <ProblemNotice error={preview.error ?? confirm.error}>
        {hasSlug(preview.error ?? confirm.error, 'rules-invalid') && (
          <ProblemDetail error={preview.error ?? confirm.error} />
        )}
      </ProblemNotice>
      <div className="actions">
        <Button type="submit" isPending={preview.isPending} isDisabled={!changed}>
          {t('rules.preview')}
        </Button>
      </div>
      {shown && (
        <>
          <Difference teams={shown.teams} scenario={scenario} />
          <div className="actions">
            <Confirm
              title={t('rules.question')}
              action={t('rules.confirm')}
              onConfirm={() => confirm.mutate(shown.seq)}
              trigger={
                <Button look="main" isPending={confirm.isPending}>
                  {t('rules.confirm')}
                </Button>
              }
            >
              <p>{t('rules.confirm-about')}</p>
            </Confirm>
          </div>
        </>
      )}
    </form>
  );
}
