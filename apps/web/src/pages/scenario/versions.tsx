import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CatalogueScenario } from '../../api/queries.js';

/** The versions of a scenario that can be played, the newest first; nothing when there is only one. */
export function Versions({ scenario }: { scenario: CatalogueScenario }) {
  const { t } = useTranslation();
  const { id, version: shown, versions } = scenario;
  if (versions.length < 2) return null;
  return (
    <ul className="facts" aria-label={t('scenario.versions')}>
      {versions.map((version) => (
        <li key={version}>
          {version === shown ? (
            <strong>{t('scenario.version', { version })}</strong>
          ) : (
            <Link to="/scenarios/$scenario" params={{ scenario: `${id}@${version}` }}>
              {t('scenario.version', { version })}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
