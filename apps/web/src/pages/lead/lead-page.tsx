import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import { exerciseQuery, playedScenarioQuery, type Exercise, type Scenario } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { Notice } from '../../components/notice.js';
import { Page, PageHeading } from '../../components/page.js';
import { StateBadge } from '../../components/state-badge.js';
import { useText } from '../../i18n/text.js';
import { Clock } from '../exercise/clock.js';
import { Deadline } from '../exercise/deadline.js';
import { PauseButton } from '../exercise/pause-button.js';
import { useLive } from '../exercise/use-live.js';
import { CoursePart } from './course/course-part.js';
import { AdjustmentForm } from './grading/adjustment-form.js';
import { GradingPart } from './grading/grading-part.js';
import { GradesPart } from './grades-part.js';
import { IntegrityPart } from './integrity-part.js';
import { PeoplePart } from './people/people-part.js';
import { RulesPart } from './rules/rules-part.js';
import { UnclearPart } from './unclear-part.js';

/** For who leads an exercise: its course, its people, its grades, its rules, and what looks odd. */
export function LeadPage() {
  const { t } = useTranslation();
  const { exercise: id } = useParams({ from: '/signed-in/exercises/$exercise/lead' });
  const exercise = useQuery(exerciseQuery(id));
  const scenario = useQuery(playedScenarioQuery(id));
  if (!exercise.data || !scenario.data) {
    return (
      <Page title={t('lead.title')}>
        <Fetched query={exercise}>{() => <Fetched query={scenario}>{() => null}</Fetched>}</Fetched>
      </Page>
    );
  }
  if (!exercise.data.you.staff) {
    return (
      <Page title={t('lead.title')}>
        <Notice kind="bad">{t('lead.not-yours')}</Notice>
      </Page>
    );
  }
  return <Lead key={id} exercise={exercise.data} readAt={exercise.dataUpdatedAt} scenario={scenario.data} />;
}

interface Props {
  exercise: Exercise;
  /** When the view was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  scenario: Scenario;
}

const parts = ['course', 'people', 'grading', 'grades', 'rules', 'unclear', 'integrity'] as const;

/** What there still is of an exercise in the archive, of which nothing changes any more. */
const kept = ['course', 'grades', 'unclear', 'integrity'] as const;
const reports: readonly (typeof parts)[number][] = ['grades', 'unclear', 'integrity'];
/** A report is read anew whenever it is looked at: it goes through much of the log. */
const isForm = (part: (typeof parts)[number]) => !reports.includes(part);

function Lead({ exercise, readAt, scenario }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { connection } = useLive(exercise.id, exercise.seq);
  const isOver = exercise.state === 'finished' || exercise.state === 'archived';
  const open = exercise.state === 'archived' ? kept : parts;
  const shown = {
    course: <CoursePart exercise={exercise} />,
    people: <PeoplePart exercise={exercise} />,
    grading: (
      <>
        <GradingPart exercise={exercise} />
        <AdjustmentForm exercise={exercise} scenario={scenario} />
      </>
    ),
    grades: <GradesPart exercise={exercise} scenario={scenario} />,
    rules: <RulesPart exercise={exercise} scenario={scenario} />,
    unclear: <UnclearPart exercise={exercise} scenario={scenario} />,
    integrity: <IntegrityPart exercise={exercise} scenario={scenario} />,
  };
  return (
    <div className="page">
      <p className="way-back">
        <Link to="/exercises/$exercise" params={{ exercise: exercise.id }}>
          {t('lead.back')}
        </Link>
      </p>
      <header className="workspace-header">
        <div className="workspace-title">
          <PageHeading>{text(scenario.title)}</PageHeading>
          <StateBadge state={exercise.state} />
        </div>
        <div className="workspace-standing">
          <Clock clock={exercise.clock} readAt={readAt} />
          {!isOver && <Deadline exercise={exercise} team={undefined} readAt={readAt} />}
          <PauseButton exercise={exercise} />
        </div>
      </header>
      {connection.is === 'reconnecting' && (
        <div className="connection">
          <Notice kind="warn">{t('exercise.reconnecting')}</Notice>
        </div>
      )}
      <Tabs className="tabs">
        <TabList className="tab-list" aria-label={t('lead.title')}>
          {open.map((part) => (
            <Tab key={part} id={part} className="tab">
              {t(`lead.${part}`)}
            </Tab>
          ))}
        </TabList>
        {open.map((part) => (
          // Kept when hidden: what is typed into a form must not go.
          <TabPanel key={part} id={part} className="tab-panel lead-part" shouldForceMount={isForm(part)}>
            {shown[part]}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
