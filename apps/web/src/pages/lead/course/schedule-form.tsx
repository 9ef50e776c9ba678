import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { hasSlug } from '../../../api/problem.js';
import type { Exercise } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Field } from '../../../components/field.js';
import { LinesField } from '../../../components/lines-field.js';
import { ProblemDetail } from '../../../components/problem-detail.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { refreshExercise } from '../../exercise/orders.js';
import { draftOf, isMoment, isPercent, scheduleOf, type ScheduleDraft } from './schedule-draft.js';

/** When the exercise opens and closes, until when work counts in full, and what becomes of late work. */
export function ScheduleForm({ exercise: { id, schedule, state } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(schedule ?? {}));
  const begun = state !== 'draft' && state !== 'scheduled';
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/exercises/{id}/schedule', {
          params: { path: { id } },
          body: scheduleOf(draft, begun),
        }),
      ),
    onSuccess: ({ schedule: kept }) => setDraft(draftOf(kept)),
    onSettled: () => refreshExercise(id),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const bind = (key: keyof ScheduleDraft) => ({
    value: draft[key],
    onChange: (value: string) => {
      save.reset();
      setDraft({ ...draft, [key]: value });
    },
  });
  const moment = (text: string) => (isMoment(text) ? null : t('schedule.moment-wrong'));
  return (
    <section className="card" aria-labelledby="lead-schedule">
      <h2 id="lead-schedule">{t('schedule.title')}</h2>
      <form className="form lead-form" onSubmit={submit}>
        {!begun && (
          <Field
            label={t('schedule.opens')}
            description={t('schedule.opens-about')}
            type="datetime-local"
            {...bind('opensAt')}
          />
        )}
        <Field
          label={t('schedule.deadline')}
          description={t('schedule.moment')}
          validate={moment}
          {...bind('deadline')}
        />
        <Field
          label={t('schedule.late')}
          description={t('schedule.late-about')}
          inputMode="numeric"
          validate={(text) => (isPercent(text) ? null : t('schedule.late-wrong'))}
          {...bind('latePercent')}
        />
        <Field
          label={t('schedule.until')}
          description={t('schedule.moment')}
          validate={moment}
          isDisabled={draft.latePercent === ''}
          {...bind('lateUntil')}
        />
        <Field
          label={t('schedule.closes')}
          description={t('schedule.closes-about')}
          type="datetime-local"
          {...bind('closesAt')}
        />
        <Field
          label={t('schedule.freeze')}
          description={t('schedule.freeze-about')}
          validate={moment}
          {...bind('freezeAt')}
        />
        <LinesField
          label={t('schedule.brackets')}
          description={t('schedule.brackets-about')}
          rows={2}
          {...bind('brackets')}
        />
        <ProblemNotice error={save.error}>
          {hasSlug(save.error, 'schedule-invalid') && <ProblemDetail error={save.error} />}
        </ProblemNotice>
        <div className="actions">
          <Button type="submit" look="main" isPending={save.isPending}>
            {t('schedule.save')}
          </Button>
          <span role="status" className="good-text">
            {save.isSuccess && t('schedule.saved')}
          </span>
        </div>
      </form>
    </section>
  );
}
