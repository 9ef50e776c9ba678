import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import type { Exercise } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Choice } from '../../../components/choice.js';
import { Field } from '../../../components/field.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useFormat } from '../../../i18n/format.js';
import { refreshExercise } from '../../exercise/orders.js';

const length = /^-?\d{1,6}[smhd]$/;
const longestReason = 500;
const minute = 60_000;

/** Gives a team more time, or takes some of it back; below, who has how much. */
export function ExtensionForm({ exercise: { id, teams } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, choose] = useState('');
  const [by, setBy] = useState('');
  const [reason, setReason] = useState('');
  const team = teams.some((each) => each.id === chosen) ? chosen : (teams[0]?.id ?? '');
  const extend = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/extension', {
          params: { path: { id, team } },
          body: { by, ...(reason.trim() === '' ? {} : { reason }) },
        }),
      ),
    onSuccess: () => {
      setBy('');
      setReason('');
    },
    onSettled: () =>
      Promise.all([refreshExercise(id), queryClient.invalidateQueries({ queryKey: ['grades', id] })]),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    extend.mutate();
  };
  const extended = teams.filter(({ extension }) => extension);
  return (
    <section className="card" aria-labelledby="lead-extensions">
      <h2 id="lead-extensions">{t('extension.title')}</h2>
      {teams.length === 0 ? (
        <p className="soft">{t('class.empty')}</p>
      ) : (
        <form className="form lead-form" onSubmit={submit}>
          <Choice
            label={t('board.team')}
            options={teams.map(({ id: value, name }) => ({ value, name }))}
            value={team}
            choose={choose}
          />
          <Field
            label={t('extension.by')}
            description={t('extension.by-about')}
            value={by}
            onChange={setBy}
            validate={(text) => (length.test(text) ? null : t('extension.by-wrong'))}
            isRequired
          />
          <Field
            label={t('extension.reason')}
            description={t('extension.reason-about')}
            value={reason}
            onChange={setReason}
            maxLength={longestReason}
          />
          <ProblemNotice error={extend.error} />
          <div className="actions">
            <Button type="submit" look="main" isPending={extend.isPending}>
              {t('extension.give')}
            </Button>
          </div>
        </form>
      )}
      <ul aria-label={t('extension.title')}>
        {extended.map(({ id: key, name, extension = 0 }) => (
          <li key={key}>
            {t('extension.of', { team: name, time: format.duration(`${Math.round(extension / minute)}m`) })}
          </li>
        ))}
      </ul>
    </section>
  );
}
