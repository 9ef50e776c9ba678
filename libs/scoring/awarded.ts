import type { Setting } from '#exercise';
import { settle } from './price.js';
import type { Ledger } from './state.js';

/**
 * What a team was given or charged by one event for a task, bonuses included, as many points as it is worth now.
 * @param seq of the event; the ledger must have folded it
 */
export function awardedBy(
  ledger: Ledger,
  rules: Setting,
  { team, task, seq }: { team: string; task: string; seq: number },
): number {
  settle(ledger, rules);
  const { entries } = ledger;
  let points = 0;
  // What was just told is asked for: it is among the last.
  for (let place = entries.length - 1; place >= 0 && entries[place]!.seq >= seq; place -= 1) {
    const entry = entries[place]!;
    if (entry.seq === seq && entry.team === team && entry.task === task) points += entry.points;
  }
  return points;
}
