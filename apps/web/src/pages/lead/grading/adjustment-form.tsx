import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { hasSlug } from '../../../api/problem.js';
import { ledgerQuery, type Exercise, type Scenario, type Team } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { Button } from '../../../components/button.js';
import { Choice } from '../../../components/choice.js';
import { Confirm } from '../../../components/confirm.js';
import { Field } from '../../../components/field.js';
import { ProblemDetail } from '../../../components/problem-detail.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { refreshExercise } from '../../exercise/orders.js';
import { isAdjustment } from './is-adjustment.js';

const longestReason = 500;

/** Gives a team points or takes some, for a reason: first it is shown what becomes of its score, then it is confirmed. */
export function AdjustmentForm({ exercise, scenario }: { exercise: Exercise; scenario: Scenario }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { id, teams } = exercise;
  const [chosen, choose] = useState('');
  const [task, setTask] = useState('');
  const [points, setPoints] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const team = teams.find((each) => each.id === chosen) ?? teams[0];
  const adjust = useMutation({
    mutationFn: (to: string) =>
      ask(
        api.POST('/api/v1/exercises/{id}/teams/{team}/adjustments', {
          params: { path: { id, team: to } },
          body: { points: Number(points), reason, ...(task === '' ? {} : { task }) },
        }),
      ),
    onSuccess: () => {
      setPoints('');
      setReason('');
    },
    onSettled: () =>
      Promise.all([refreshExercise(id), queryClient.invalidateQueries({ queryKey: ['grades', id] })]),
  });
  if (exercise.state === 'draft' || exercise.state === 'scheduled' || !team) {
    return (
      <section className="card" aria-labelledby="lead-adjust">
        <h2 id="lead-adjust">{t('adjustment.title')}</h2>
        <p className="soft">{t(team ? 'adjustment.not-yet' : 'class.empty')}</p>
      </section>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adjust.reset();
    setAsked(true);
  };
  const change = isAdjustment(points) ? Number(points) : 0;
  const before = format.number(team.score);
  const fromTo =
    change === 0
      ? t('adjustment.now', { team: team.name, score: before })
      : t('adjustment.from-to', { team: team.name, before, after: format.number(team.score + change) });
  return (
    <section className="card" aria-labelledby="lead-adjust">
      <h2 id="lead-adjust">{t('adjustment.title')}</h2>
      <form className="form lead-form" onSubmit={submit}>
        <Choice
          label={t('board.team')}
          options={teams.map(({ id: value, name }) => ({ value, name }))}
          value={team.id}
          choose={choose}
        />
        <Choice
          label={t('adjustment.task')}
          options={[
            { value: '', name: t('adjustment.no-task') },
            ...scenario.tasks.map(({ id: value, title }) => ({ value, name: text(title) })),
          ]}
          value={task}
          choose={setTask}
        />
        <Field
          label={t('rules.points')}
          description={t('adjustment.points-about')}
          value={points}
          onChange={setPoints}
          autoComplete="off"
          validate={(typed) => (isAdjustment(typed) ? null : t('adjustment.points-wrong'))}
          isRequired
        />
        <Field
          label={t('rules.reason')}
          description={t('extension.reason-about')}
          value={reason}
          onChange={setReason}
          maxLength={longestReason}
          isRequired
        />
        <p role="status">{fromTo}</p>
        <ProblemNotice error={adjust.error}>
          {hasSlug(adjust.error, 'adjustment-invalid') && <ProblemDetail error={adjust.error} />}
        </ProblemNotice>
        <div className="actions">
          <Button type="submit" look="main" isPending={adjust.isPending}>
            {t('adjustment.give')}
          </Button>
          <Confirm
            title={t('adjustment.question', { team: team.name })}
            action={t('adjustment.give')}
            isOpen={asked}
            onOpenChange={setAsked}
            onConfirm={() => adjust.mutate(team.id)}
          >
            <p>{fromTo}</p>
            <p>{reason}</p>
          </Confirm>
        </div>
      </form>
      <Adjustments exercise={id} team={team} />
    </section>
  );
}

/** What the chosen team was given and taken before, newest first. */
function Adjustments({ exercise, team }: { exercise: string; team: Team }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const ledger = useQuery(ledgerQuery(exercise, team.id));
  const entries = ledger.data?.filter(({ reason }) => reason === 'adjusted').toReversed() ?? [];
  if (entries.length === 0) return null;
  return (
    <ul className="adjustments" aria-label={t('adjustment.before', { team: team.name })}>
      {entries.map(({ seq, points, words, at }) => (
        <li key={seq}>
          {format.points(points)} · {text(words)} <span className="soft small">{format.time(at)}</span>
        </li>
      ))}
    </ul>
  );
}
