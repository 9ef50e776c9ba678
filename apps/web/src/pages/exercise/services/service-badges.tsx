import { useTranslation } from 'react-i18next';
import type { Team } from '../../../api/queries.js';
import { useText } from '../../../i18n/text.js';
import { serviceLooks } from './service-looks.js';

/** How each service of a team was found last, in little room. */
export function ServiceBadges({ services }: { services: NonNullable<Team['services']> }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ul className="service-badges">
      {services.map(({ id, title, state }) => (
        <li key={id} className={`badge badge-${serviceLooks[state ?? 'unknown']}`}>
          {text(title)}: {t(`services.${state ?? 'unknown'}`)}
        </li>
      ))}
    </ul>
  );
}
