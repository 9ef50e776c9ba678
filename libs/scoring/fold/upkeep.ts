import type { Setting } from '#exercise';
import type { Service } from '#scenario';
import { newEntry } from '../entry.js';
import type { Envelope, Fact, ServiceState } from '../facts.js';
import { enter } from '../price.js';
import type { Account, Ledger, Upkeep } from '../state.js';

/**
 * A tick of a team's services, each counted once. Where the probe could not tell, the last known state counts, up before
 * there was any, and no points are lost.
 */
export function ticked(ledger: Ledger, account: Account, event: Fact<'tick.scored'>, rules: Setting) {
  const { tick, services } = event.payload;
  for (const [id, told] of Object.entries(services)) {
    const service = serviceIn(rules, id);
    if (!service) continue;
    const kept = upkeepOf(account, id);
    if (tick <= kept.tick) continue;
    const state = told === 'unknown' ? kept.last : told;
    kept.tick = tick;
    kept.last = state;
    kept.ticks += 1;
    if (state === 'up') kept.up += 1;
    const worth = pointsOf(service, state);
    const points = told === 'unknown' ? Math.max(0, worth) : worth;
    if (points === 0) continue;
    const detail = { service: id, state, tick, ...(told === 'unknown' ? { assumed: true as const } : {}) };
    enter(ledger, account, newEntry(account.team, 'service', event, { points, detail }), rules);
  }
}

/** At the end, the penalty for each service that was up in fewer of its ticks than was agreed. */
export function closed(ledger: Ledger, event: Envelope, rules: Setting) {
  for (const account of ledger.accounts.values()) {
    for (const [service, { up, ticks }] of Object.entries(account.services)) {
      const { sla } = serviceIn(rules, service)!;
      const percent = (up / ticks) * 100;
      if (!sla || percent >= sla.target || sla.penalty === 0) continue;
      const detail = { service, level: { percent: Math.floor(percent * 10) / 10, target: sla.target } };
      const points = -sla.penalty;
      enter(ledger, account, newEntry(account.team, 'sla', event, { points, detail }), rules);
    }
  }
}

function upkeepOf(account: Account, service: string): Upkeep {
  if (!Object.hasOwn(account.services, service)) {
    account.services[service] = { tick: -1, last: 'up', up: 0, ticks: 0 };
  }
  return account.services[service]!;
}

const serviceIn = ({ scenario }: Setting, id: string): Service | undefined =>
  Object.hasOwn(scenario.services, id) ? scenario.services[id] : undefined;

function pointsOf(service: Service, state: Exclude<ServiceState, 'unknown'>): number {
  if (state === 'up') return service.points;
  return state === 'degraded' ? (service.degraded?.points ?? 0) : 0 - service.downPoints;
}
