import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import type { Exercise, Scenario, Team } from '../../api/queries.js';
import { Markdown } from '../../components/markdown.js';
import { Ledger } from './ledger.js';
import { Scoreboard } from './scoreboard.js';
import { TaskList } from './tasks/task-list.js';

interface Props {
  exercise: Exercise;
  scenario: Scenario;
  team: Team | undefined;
  /** Whether the person plays in this team; who leads may look only. */
  mine: boolean;
  /** When the exercise was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
}

/** What there is to read and to answer: tasks, brief and board. */
export function ReadingPanel({ exercise, scenario, team, mine, readAt }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-label={t('exercise.reading')}>
      {/* Who leads begins at a team's tasks when they look at the first. */}
      <Tabs key={team ? 'team' : 'none'} className="tabs">
        <TabList className="tab-list" aria-label={t('exercise.reading')}>
          {team && (
            <Tab id="tasks" className="tab">
              {t('exercise.tasks')}
            </Tab>
          )}
          <Tab id="brief" className="tab">
            {t('exercise.brief')}
          </Tab>
          <Tab id="board" className="tab">
            {t('exercise.board')}
          </Tab>
          {team && (
            <Tab id="ledger" className="tab">
              {t('ledger.tab')}
            </Tab>
          )}
        </TabList>
        {team && (
          // Kept when hidden: what is typed into an answer must not go.
          <TabPanel id="tasks" className="tab-panel" shouldForceMount>
            <TaskList exercise={exercise} scenario={scenario} team={team} acts={mine} readAt={readAt} />
          </TabPanel>
        )}
        <TabPanel id="brief" className="tab-panel">
          <Markdown text={scenario.brief} />
        </TabPanel>
        <TabPanel id="board" className="tab-panel">
          <Scoreboard exercise={exercise} team={team?.id} />
        </TabPanel>
        {team && (
          <TabPanel id="ledger" className="tab-panel">
            <Ledger exercise={exercise.id} team={team.id} />
          </TabPanel>
        )}
      </Tabs>
    </section>
  );
}
