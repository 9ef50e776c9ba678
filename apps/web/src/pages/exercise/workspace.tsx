import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exercise, Scenario } from '../../api/queries.js';
import { Notice } from '../../components/notice.js';
import { ClassBoard } from './class-board.js';
import type { Connection } from './exercise-stream.js';
import type { ProgressLog } from './progress-log.js';
import { ReadingPanel } from './reading-panel.js';
import { RangePanel } from './range-panel.js';
import { PausedBanner } from './paused-banner.js';
import { Summary } from './summary.js';
import { WorkspaceHeader } from './workspace-header.js';

interface Props {
  exercise: Exercise;
  /** When the view was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  scenario: Scenario;
  connection: Connection;
  progress: ProgressLog;
}

/** The place of work: what to do on one side, the machines on the other. Who leads a class has its table above. */
export function Workspace({ exercise, readAt, scenario, connection, progress }: Props) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<string>();
  const panels = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen !== undefined) panels.current?.scrollIntoView({ block: 'start' });
  }, [chosen]);
  const mine = exercise.you.teams[0];
  const leads = exercise.you.staff && (exercise.mode === 'class' || mine === undefined);
  const teamId = mine ?? (exercise.teams.some(({ id }) => id === chosen) ? chosen : undefined);
  const team = exercise.teams.find(({ id }) => id === teamId);
  const range = exercise.ranges.find(({ teams }) => teamId !== undefined && teams.includes(teamId));
  const isOver = exercise.state === 'finished' || exercise.state === 'archived';
  return (
    <div className="workspace">
      <WorkspaceHeader exercise={exercise} readAt={readAt} scenario={scenario} team={team} />
      {connection.is === 'reconnecting' && (
        <div className="connection">
          <Notice kind="warn">{t('exercise.reconnecting')}</Notice>
        </div>
      )}
      {connection.is === 'refused' && (
        <Notice kind="bad">{t('exercise.stream-refused', { reason: connection.reason })}</Notice>
      )}
      {exercise.state === 'paused' && <PausedBanner />}
      {isOver && <Summary exercise={exercise} scenario={scenario} team={team} />}
      {leads && (
        <ClassBoard
          exercise={exercise}
          scenario={scenario}
          chosen={mine === undefined ? teamId : undefined}
          choose={mine === undefined ? choose : undefined}
        />
      )}
      <div ref={panels} className={isOver || !team ? 'panels panels-one' : 'panels'}>
        <ReadingPanel
          exercise={exercise}
          scenario={scenario}
          team={team}
          mine={mine !== undefined}
          readAt={readAt}
        />
        {!isOver && team && (
          <RangePanel
            exercise={exercise}
            scenario={scenario}
            team={team}
            mine={mine !== undefined}
            range={range}
            readAt={readAt}
            lines={(range && progress[range.id]) ?? []}
          />
        )}
      </div>
    </div>
  );
}
