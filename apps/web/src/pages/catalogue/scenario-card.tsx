import { Link } from '@tanstack/react-router';
import type { ScenarioSummary } from '../../api/queries.js';
import { Facts } from '../../components/facts.js';
import { useLanguage } from '../../i18n/language.js';
import { pick } from '../../i18n/text.js';

/** A scenario in the catalogue. */
export function ScenarioCard({ scenario }: { scenario: ScenarioSummary }) {
  const { language } = useLanguage();
  const title = pick(scenario.title, language);
  const summary = pick(scenario.summary, language);
  return (
    <li className="card scenario-card">
      <h3 lang={title.language}>
        <Link to="/scenarios/$scenario" params={{ scenario: scenario.id }}>
          {title.text}
        </Link>
      </h3>
      <p lang={summary.language}>{summary.text}</p>
      <Facts scenario={scenario} />
    </li>
  );
}
