import { useTranslation } from 'react-i18next';
import type { ServiceHistory } from '../../../api/queries.js';
import { sayClock, useFormat } from '../../../i18n/format.js';
import { serviceLooks } from './service-looks.js';

interface Props {
  history: ServiceHistory;
  /** What the service is called. */
  name: string;
}

/** The last ticks of a service as a strip, the newest at the end; unfolded, those that were not well, with the reason. */
export function TickStrip({ history: { ticks, counted, sla }, name }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const notUp = ticks.filter(({ state, tolerated }) => state !== 'up' || tolerated).toReversed();
  const up = ticks.filter(({ state }) => state === 'up').length;
  const summary = t('services.strip', { up: format.number(up), count: ticks.length });
  const isBelow = sla !== undefined && counted !== undefined && counted.percent < sla.target;
  return (
    <div className="service-history">
      <span className="tick-strip" role="img" aria-label={`${name}: ${summary}`}>
        {ticks.map(({ tick, state, tolerated }) => (
          <span
            key={tick}
            className={`tick tick-${serviceLooks[state]} ${tolerated ? 'tick-tolerated' : ''}`}
            title={`${t('services.tick', { tick: format.number(tick) })}: ${t(`services.${state}`)}`}
          />
        ))}
      </span>
      {counted && (
        <span className={`small ${isBelow ? 'bad-text' : 'soft'}`}>
          {sla
            ? t('services.sla', {
                percent: format.number(counted.percent),
                target: format.number(sla.target),
              })
            : t('services.percent', { percent: format.number(counted.percent) })}
        </span>
      )}
      {notUp.length > 0 && (
        <details className="unfolding service-faults">
          <summary className="small">{t('services.faults', { count: notUp.length })}</summary>
          <ul>
            {notUp.map(({ tick, state, clock, at, reason, tolerated }) => (
              <li key={tick} className="small">
                <span className={`badge badge-${serviceLooks[state]}`}>{t(`services.${state}`)}</span>{' '}
                {t('services.tick', { tick: format.number(tick) })}{' '}
                <span className="soft">
                  {t('ledger.when', { clock: sayClock(clock), time: format.time(at) })}
                </span>
                {tolerated !== undefined && <span className="soft"> · {t('services.tolerated')}</span>}
                {reason !== undefined && <span className="reason service-reason">{reason}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
