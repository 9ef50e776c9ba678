import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { hasSlug } from '../../../api/problem.js';
import type { Exercise } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { Choice } from '../../../components/choice.js';
import { Field } from '../../../components/field.js';
import { ProblemDetail } from '../../../components/problem-detail.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useFormat } from '../../../i18n/format.js';
import { refreshExercise } from '../../exercise/orders.js';

const longestBracket = 40;

/** Puts a team into a bracket, or out of its own; below, who is in which. */
export function BracketForm({ exercise: { id, teams, schedule } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, choose] = useState('');
  const [typed, setTyped] = useState<string>();
  const team = teams.find((each) => each.id === chosen) ?? teams[0];
  const put = useMutation({
    mutationFn: ({ to, bracket }: { to: string; bracket: string }) =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/bracket', {
          params: { path: { id, team: to } },
          body: bracket === '' ? {} : { bracket },
        }),
      ),
    onSuccess: () => setTyped(undefined),
    onSettled: () => refreshExercise(id),
  });
  if (!team) return null;
  const bracket = typed ?? team.bracket ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ to: team.id, bracket: bracket.trim() });
  };
  const named = schedule?.brackets ?? [];
  const current = [...new Set(teams.flatMap((each) => each.bracket ?? []))].sort();
  return (
    <section className="card" aria-labelledby="lead-brackets">
      <h2 id="lead-brackets">{t('brackets.title')}</h2>
      <p className="soft">{t(named.length > 0 ? 'brackets.about-named' : 'brackets.about')}</p>
      <form className="form lead-form" onSubmit={submit}>
        <Choice
          label={t('board.team')}
          options={teams.map(({ id: value, name }) => ({ value, name }))}
          value={team.id}
          choose={(next) => {
            choose(next);
            setTyped(undefined);
          }}
        />
        {named.length > 0 ? (
          <Choice
            label={t('board.bracket')}
            options={[
              { value: '', name: t('brackets.none') },
              ...[...new Set([...named, ...(team.bracket === undefined ? [] : [team.bracket])])].map(
                (name) => ({ value: name, name }),
              ),
            ]}
            value={bracket}
            choose={setTyped}
          />
        ) : (
          <Field
            label={t('board.bracket')}
            description={t('brackets.empty')}
            value={bracket}
            onChange={setTyped}
            maxLength={longestBracket}
            autoComplete="off"
          />
        )}
        <ProblemNotice error={put.error}>
          {hasSlug(put.error, 'bracket-unknown') && <ProblemDetail error={put.error} />}
        </ProblemNotice>
        <div className="actions">
          <Button type="submit" look="main" isPending={put.isPending}>
            {t('brackets.put')}
          </Button>
        </div>
      </form>
      {current.length > 0 && (
        <ul aria-label={t('brackets.title')}>
          {current.map((name) => (
            <li key={name}>
              {t('brackets.of', {
                bracket: name,
                teams: format.list(teams.filter((each) => each.bracket === name).map((each) => each.name)),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
