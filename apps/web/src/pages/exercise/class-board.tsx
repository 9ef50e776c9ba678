import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import type { Exercise, Scenario } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { CopyText } from '../../components/copy-text.js';
import { InvitationForm } from '../../components/invitation-form.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useFormat } from '../../i18n/format.js';
import { ClassRow } from './class-row.js';
import { refreshExercise } from './orders.js';

interface Props {
  exercise: Exercise;
  scenario: Scenario;
  /** The team looked at below, and the way to look at another. */
  chosen: string | undefined;
  choose: ((team: string) => void) | undefined;
}

const usualClass = 30;

/** For who leads: every team with its score and its machines, the link to join, and the opening. */
export function ClassBoard({ exercise, scenario, chosen, choose }: Props) {
  const { t } = useTranslation();
  const path = `/exercises/${exercise.id}`;
  const keepsServices = exercise.teams.some(({ services = [] }) => services.length > 0);
  return (
    <section className="card class-board" aria-labelledby="teams">
      <div className="panel-head">
        <h2 id="teams">{t('class.teams')}</h2>
        <Link
          to="/exercises/$exercise/lead"
          params={{ exercise: exercise.id }}
          className="button button-plain"
        >
          {t('lead.open')}
        </Link>
      </div>
      {exercise.mode === 'class' && !['finished', 'archived'].includes(exercise.state) && (
        <>
          <CopyText label={t('class.link')} text={`${location.origin}${path}`} />
          <details className="unfolding">
            <summary>{t('class.newcomers')}</summary>
            <p className="soft">{t('class.newcomers-about')}</p>
            <InvitationForm roles={['learner']} uses={usualClass} next={path} />
          </details>
        </>
      )}
      {exercise.mode === 'class' && (exercise.state === 'draft' || exercise.state === 'scheduled') && (
        <OpenIt exercise={exercise} />
      )}
      {exercise.teams.length === 0 ? (
        <p className="soft">{t('class.empty')}</p>
      ) : (
        <div className="table-scroll">
          <table className="table">
            <caption className="visually-hidden">{t('class.teams')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('board.team')}</th>
                <th scope="col" className="number">
                  {t('exercise.score')}
                </th>
                <th scope="col" className="number">
                  {t('board.solved')}
                </th>
                {keepsServices && <th scope="col">{t('services.column')}</th>}
                <th scope="col">{t('range.title')}</th>
                <th scope="col">{t('class.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {exercise.teams.map((team) => (
                <ClassRow
                  key={team.id}
                  exercise={exercise}
                  team={team}
                  tasks={scenario.tasks.length}
                  keepsServices={keepsServices}
                  isChosen={team.id === chosen}
                  choose={choose}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function OpenIt({ exercise: { id, schedule } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [prelaunch, setPrelaunch] = useState(false);
  const open = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/exercises/{id}/start', { params: { path: { id } }, body: { prelaunch } })),
    onSettled: () => refreshExercise(id),
  });
  return (
    <>
      <p>
        {schedule?.opensAt === undefined
          ? t('class.draft')
          : t('class.scheduled', { time: format.time(Date.parse(schedule.opensAt)) })}
      </p>
      <Checkbox className="checkbox" isSelected={prelaunch} onChange={setPrelaunch}>
        <span className="checkbox-box" aria-hidden="true" />
        {t('class.prelaunch')}
      </Checkbox>
      <ProblemNotice error={open.error} />
      <div className="actions">
        <Button look="main" onPress={() => open.mutate()} isPending={open.isPending}>
          {t('class.open')}
        </Button>
      </div>
    </>
  );
}
