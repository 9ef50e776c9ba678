import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { exercisesQuery, scenarioQuery, type CatalogueScenario } from '../../api/queries.js';
import { mayTeach, useMe } from '../../app/session.js';
import { Facts } from '../../components/facts.js';
import { Fetched } from '../../components/fetched.js';
import { Markdown } from '../../components/markdown.js';
import { Page } from '../../components/page.js';
import { useText } from '../../i18n/text.js';
import { OpenClass } from './open-class.js';
import { StartSolo } from './start-solo.js';
import { TaskOverview } from './task-overview.js';
import { Versions } from './versions.js';

/** One scenario before playing it: what it is about, what one learns, and the start. */
export function ScenarioPage() {
  const { t } = useTranslation();
  const { scenario: reference } = useParams({ from: '/signed-in/scenarios/$scenario' });
  const scenario = useQuery(scenarioQuery(reference));
  const text = useText();
  const title = scenario.data ? text(scenario.data.title) : t('scenario.title');
  return (
    <Page
      title={title}
      before={
        <p className="way-back">
          <Link to="/">{t('scenario.back')}</Link>
        </p>
      }
    >
      <Fetched query={scenario}>{(data) => <About scenario={data} reference={reference} />}</Fetched>
    </Page>
  );
}

function About({ scenario, reference }: { scenario: CatalogueScenario; reference: string }) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const { data: mine } = useQuery(exercisesQuery);
  const running = mine?.items.find(
    (exercise) =>
      exercise.scenario.id === scenario.id && exercise.mode === 'solo' && exercise.state !== 'finished',
  );
  return (
    <>
      <p className="lead">{text(scenario.summary)}</p>
      <Facts scenario={scenario} />
      <Versions scenario={scenario} />
      <div className="split">
        <section className="card" aria-label={t('scenario.brief')}>
          <Markdown text={scenario.brief} />
        </section>
        <div className="split-side">
          <StartSolo reference={reference} running={running?.id} />
          {scenario.objectives.length > 0 && (
            <section className="card" aria-labelledby="objectives">
              <h2 id="objectives">{t('scenario.objectives')}</h2>
              <ul>
                {scenario.objectives.map((objective, index) => (
                  <li key={index}>{text(objective)}</li>
                ))}
              </ul>
            </section>
          )}
          <TaskOverview tasks={scenario.tasks} />
          {mayTeach(me) && <OpenClass reference={reference} />}
        </div>
      </div>
    </>
  );
}
