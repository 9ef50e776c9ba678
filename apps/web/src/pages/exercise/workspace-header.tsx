import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exercise, Scenario, Team } from '../../api/queries.js';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import { useFocusKept } from '../../components/focus-kept.js';
import { PageHeading } from '../../components/page.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { StateBadge } from '../../components/state-badge.js';
import { useText } from '../../i18n/text.js';
import { Clock } from './clock.js';
import { Deadline } from './deadline.js';
import { useSteer } from './orders.js';
import { PauseButton } from './pause-button.js';
import { Score } from './score.js';

interface Props {
  exercise: Exercise;
  readAt: number;
  scenario: Scenario;
  team: Team | undefined;
}

/** What is always in sight: where one is, how it stands, and the end. */
export function WorkspaceHeader({ exercise, readAt, scenario, team }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const finish = useSteer(exercise.id, 'finish');
  const header = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useFocusKept(header, title);
  const steers = exercise.you.staff || exercise.owner === me.id;
  const isOver = exercise.state === 'finished' || exercise.state === 'archived';
  const most = scenario.tasks.reduce((sum, task) => sum + task.points, 0);
  return (
    <header ref={header} className="workspace-header">
      <div className="workspace-title">
        <PageHeading focusable={title}>{text(scenario.title)}</PageHeading>
        <StateBadge state={exercise.state} />
      </div>
      <div className="workspace-standing">
        {team && <Score score={team.score} most={most} />}
        <Clock clock={exercise.clock} readAt={readAt} />
        {!isOver && <Deadline exercise={exercise} team={team} readAt={readAt} />}
        {steers && <PauseButton exercise={exercise} />}
        {steers && (exercise.state === 'running' || exercise.state === 'paused') && (
          <Confirm
            title={t('finish.question')}
            action={t('finish.action')}
            danger
            onConfirm={() => finish.mutate()}
            trigger={<Button isPending={finish.isPending}>{t('finish.action')}</Button>}
          >
            <p>{t(exercise.mode === 'class' ? 'finish.about-class' : 'finish.about')}</p>
          </Confirm>
        )}
      </div>
      <ProblemNotice error={finish.error} />
    </header>
  );
}
