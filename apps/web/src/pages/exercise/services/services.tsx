import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { servicesQuery, type Team } from '../../../api/queries.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { serviceLooks } from './service-looks.js';
import { TickStrip } from './tick-strip.js';

interface Props {
  exercise: string;
  team: Team;
}

/** What the team keeps up, how the last tick found it, and how the ticks before did. */
export function Services({ exercise, team }: Props) {
  const { services = [] } = team;
  return services.length === 0 ? null : <Kept exercise={exercise} team={team.id} services={services} />;
}

interface KeptProps {
  exercise: string;
  team: string;
  services: NonNullable<Team['services']>;
}

function Kept({ exercise, team, services }: KeptProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const { data } = useQuery(servicesQuery(exercise, team));
  return (
    <section className="services" aria-labelledby="services">
      <h3 id="services">{t('services.title')}</h3>
      <ul>
        {services.map(({ id, title, state, tick }) => {
          const history = data?.items.find((one) => one.id === id);
          return (
            <li key={id} data-service={id}>
              <span>{text(title)}</span>
              <span className={`badge badge-${serviceLooks[state ?? 'unknown']}`} role="status">
                {t(`services.${state ?? 'unknown'}`)}
              </span>
              <span className="soft small service-tick">
                {tick === undefined
                  ? t('services.no-tick')
                  : t('services.tick', { tick: format.number(tick) })}
              </span>
              {history && history.ticks.length > 0 && <TickStrip history={history} name={text(title)} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
