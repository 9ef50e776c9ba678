import type { NewEvent, Setting } from '#exercise';
import { expect } from 'vitest';
import { ledgerOf } from '../ledger.js';
import { joined, logOf } from './log.js';

/**
 * `given(rules).when(events).then([team, task, points, reason], …)`: entries in the order of the events. Every team joins
 * first.
 */
export function given(setting: Setting) {
  return {
    when: (...events: NewEvent[]) => {
      const teams = [
        ...new Set(events.flatMap(({ team, type }) => (team && type !== 'team.joined' ? [team] : []))),
      ];
      const ledger = ledgerOf(logOf(...teams.map((team) => joined(team)), ...events), setting);
      const entries = ledger.entries.map(({ team, task, points, reason }) => [team, task, points, reason]);
      return {
        ledger,
        then: (...expected: unknown[][]) => expect(entries).toEqual(expected),
        thenNothing: () => expect(entries).toEqual([]),
        points: entries.map(([, , points]) => points),
      };
    },
  };
}
