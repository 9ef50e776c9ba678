import { useTranslation } from 'react-i18next';
import type { Team } from '../../api/queries.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

const looks = { up: 'good', degraded: 'warn', down: 'bad', unknown: 'plain' } as const;

/** What the team keeps up, and how the last tick found it. */
export function Services({ services }: { services: NonNullable<Team['services']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  if (services.length === 0) return null;
  return (
    <section className="services" aria-labelledby="services">
      <h3 id="services">{t('services.title')}</h3>
      <ul>
        {services.map(({ id, title, state, tick }) => (
          <li key={id} data-service={id}>
            <span>{text(title)}</span>
            <span className={`badge badge-${looks[state ?? 'unknown']}`} role="status">
              {t(`services.${state ?? 'unknown'}`)}
            </span>
            <span className="soft small service-tick">
              {tick === undefined ? t('services.no-tick') : t('services.tick', { tick: format.number(tick) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
