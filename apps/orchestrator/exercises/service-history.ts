import type { ExerciseEvent } from '#exercise';
import type { Text } from '#scenario';

type Level = 'up' | 'degraded' | 'down' | 'unknown';

/** What a service counted as in a tick. */
export interface ServiceTick {
  tick: number;
  /** Wall time, milliseconds since 1970. */
  at: number;
  /** Exercise time, milliseconds. */
  clock: number;
  state: Level;
  /** Why it was not up, or why nothing is known. */
  reason?: string;
  /** It failed and was borne with: how many times in a row by then. */
  tolerated?: number;
}

/**
 * By service, its ticks in order, each with its reason. A service that stays down is not reported anew: the reason of its
 * change holds until the next.
 * @param events of one team, in order
 */
export function serviceTicks(events: Iterable<ExerciseEvent>): Map<string, ServiceTick[]> {
  const ticks = new Map<string, ServiceTick[]>();
  const reasons = new Map<string, string | undefined>();
  for (const event of events) {
    switch (event.type) {
      case 'service.up':
      case 'service.degraded':
      case 'service.down':
        reasons.set(event.payload.service, event.payload.reason);
        break;
      case 'tick.scored': {
        const { tick, services, tolerated = {}, unclear = {} } = event.payload;
        for (const [id, state] of Object.entries(services)) {
          const reason = state === 'unknown' ? unclear[id] : state === 'up' ? undefined : reasons.get(id);
          const before = ticks.get(id) ?? [];
          before.push({
            tick,
            at: event.at,
            clock: event.clock,
            state,
            ...(reason ? { reason } : {}),
            ...(tolerated[id] === undefined ? {} : { tolerated: tolerated[id] }),
          });
          ticks.set(id, before);
        }
        break;
      }
      default:
        break;
    }
  }
  return ticks;
}

/** Something that was asked and could not be told. */
export interface Unclear {
  team: string;
  task?: string;
  service?: string;
  /** What was asked; of a service, its title is in the scenario. */
  title?: Text;
  reason: string;
  times: number;
  /** Of the last time. */
  seq: number;
  at: number;
  clock: number;
}

/** What could not be told, the newest first; the same of the same team is one, with how often it was. @param events in order */
export function unclearOf(events: Iterable<ExerciseEvent>): Unclear[] {
  const found = new Map<string, Unclear>();
  const note = (event: ExerciseEvent, what: Pick<Unclear, 'task' | 'service' | 'title' | 'reason'>) => {
    const { seq, at, clock, team = '' } = event;
    const key = JSON.stringify([team, what]);
    const times = (found.get(key)?.times ?? 0) + 1;
    found.delete(key);
    found.set(key, { ...what, team, times, seq, at, clock });
  };
  for (const event of events) {
    if (event.type === 'check.unknown') {
      const { task, results } = event.payload;
      for (const { title, outcome, detail } of results)
        if (outcome === 'unknown') note(event, { task, title, reason: detail });
    } else if (event.type === 'tick.scored') {
      for (const [service, reason] of Object.entries(event.payload.unclear ?? {}))
        note(event, { service, reason });
    }
  }
  return [...found.values()].reverse();
}
