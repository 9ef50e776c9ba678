import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hostsQuery, type Host } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { useFormat } from '../../i18n/format.js';

const looks = { ready: 'good', preparing: 'warn', failing: 'bad', silent: 'bad' } as const;

/** The Docker hosts, how they are, and what is free on each. */
export function Hosts() {
  const { t } = useTranslation();
  const hosts = useQuery(hostsQuery);
  return (
    <Fetched query={hosts}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('hosts.none')}</p>
        ) : (
          <div className="table-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('hosts.name')}</th>
                  <th scope="col">{t('hosts.state')}</th>
                  <th scope="col">{t('hosts.ranges')}</th>
                  <th scope="col">{t('hosts.memory')}</th>
                  <th scope="col">{t('hosts.cpus')}</th>
                  <th scope="col">{t('hosts.disk')}</th>
                  <th scope="col">{t('hosts.networks')}</th>
                  <th scope="col">{t('hosts.slots')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((host) => (
                  <HostRow key={host.name} host={host} />
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Fetched>
  );
}

function HostRow({ host: { name, state, detail, seenAt, ranges, capacity } }: { host: Host }) {
  const { t } = useTranslation();
  const format = useFormat();
  const part = (free: string, total: string) => t('hosts.part', { free, total });
  const sizes = ({ total, free }: { total: number; free: number }) =>
    part(format.size(free), format.size(total));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span className={`badge badge-${looks[state]}`}>{t(`hosts.${state}`)}</span>
        {state !== 'ready' && <div className="soft small">{detail}</div>}
        {state === 'silent' && (
          <div className="soft small">{t('hosts.seen', { time: format.time(Date.parse(seenAt)) })}</div>
        )}
      </td>
      <td>{format.number(ranges)}</td>
      {capacity ? (
        <>
          <td>{sizes({ total: capacity.memory.total, free: capacity.memory.available })}</td>
          <td>{format.number(capacity.cpus)}</td>
          <td>{sizes(capacity.disk)}</td>
          <td>
            {part(
              format.number(capacity.networks.total - capacity.networks.used),
              format.number(capacity.networks.total),
            )}
          </td>
          <td>{format.number(capacity.slots)}</td>
        </>
      ) : (
        <td colSpan={5} className="soft">
          {t('hosts.not-measured')}
        </td>
      )}
    </tr>
  );
}
