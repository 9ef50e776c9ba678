import { durationMs, type Scenario, type Service } from '#scenario';
import type { TeamServices } from './state.js';

type Scored = Pick<Scenario, 'services'>;

/** A tick of a team that is due, and the services that are asked in it. */
export interface DueTick {
  tick: number;
  services: string[];
}

/** The services that teams of a role keep up. */
export const servicesOf = ({ services }: Scored, role: string): [string, Service][] =>
  Object.entries(services).filter(([, service]) => (service.roles as readonly string[]).includes(role));

/** Exercise milliseconds between two ticks of a team: the longest time of which each of its services' is a multiple; undefined without services. */
export function tickPeriod(scenario: Scored, role: string): number | undefined {
  const all = servicesOf(scenario, role).map(([, { every }]) => durationMs(every));
  return all.length === 0 ? undefined : all.reduce(greatestCommonDivisor);
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Of a tick's number, how many times a service was due up to it. */
export function timesDue(scenario: Scored, role: string, service: Service, tick: number): number {
  return Math.floor((tick * (tickPeriod(scenario, role) ?? 1)) / durationMs(service.every));
}

/**
 * The newest tick of a team that is due and was not scored, if there is one. Those before it are not made up for: what a
 * service was then nobody knows any more.
 * @param clock exercise time, ms
 * @param share from 0 to 1: teams' ticks are spread over the period, so that not all are asked at once
 */
export function dueTick(
  scenario: Scored,
  role: string,
  before: TeamServices | undefined,
  clock: number,
  share: number,
): DueTick | undefined {
  const period = tickPeriod(scenario, role);
  if (period === undefined) return undefined;
  const tick = Math.floor((clock - Math.floor(period * share)) / period);
  if (tick <= (before?.tick ?? 0)) return undefined;
  const services = servicesOf(scenario, role)
    .filter(([id, service]) => {
      const last = before?.by[id]?.tick ?? 0;
      return timesDue(scenario, role, service, tick) > timesDue(scenario, role, service, last);
    })
    .map(([id]) => id);
  return services.length === 0 ? undefined : { tick, services };
}
