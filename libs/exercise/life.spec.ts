import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, RangeReport } from './commands.js';
import type { NewEvent } from './events.js';
import { evolve } from './evolve.js';
import { rangeOf } from './state.js';
import { given, range, rangeUntil, running, stamp } from './testing/given.js';

const reports: RangeReport[] = [
  { is: 'preparing' },
  { is: 'starting', images: { web: 'sha' } },
  { is: 'node-ready', node: 'web' },
  { is: 'ready' },
  { is: 'degraded', reason: 'r' },
  { is: 'failed', reason: 'r' },
  { is: 'gone' },
];
const afterAllTime = Number.MAX_SAFE_INTEGER;

/** Every order that is about a range, as it would be given to the one of a state. */
const orders = (generation: number): Command[] => [
  ...(['start', 'stop', 'reset', 'suspend', 'resume'] as const).map((what): Command => ({
    type: `${what}-range`,
    team: 't1',
  })),
  { type: 'reset-node', team: 't1', node: 'web' },
  { type: 'extend-range', team: 't1', until: afterAllTime },
  { type: 'expire-range', range, now: afterAllTime },
  { type: 'fail-range', range, reason: 'r' },
  { type: 'fail-range', range, host: 'h1', reason: 'r' },
  { type: 'place-range', range, host: 'h1' },
  { type: 'finish' },
  ...[true, false].map((topology): Command => {
    const scenario = { id: 'sample', version: '1.0.1', digest: 'e' };
    return { type: 'replace-scenario', from: 'd', scenario, topology, nodes: ['web'] };
  }),
  ...reports.map((report): Command => ({ type: 'report-range', range, generation, report })),
];

/** The way to a status, of a range that lives for a while only. */
const mortal = (events: readonly NewEvent[]): NewEvent[] =>
  events.map((event) =>
    event.type === 'range.requested' ? { ...event, payload: { ...event.payload, lifetime: 1_000 } } : event,
  );

/** `from --> to: event` for all that an order can bring about from any status. */
function ways(): string[] {
  const found = new Set<string>();
  const first = given(...running).when({ type: 'start-range', team: 't1' }).decision;
  if (first.ok) for (const { type } of first.events) found.add(`[*] --> requested: ${type}`);
  for (const events of Object.values(rangeUntil)) {
    const at = given(...running, ...mortal(events));
    for (const command of orders(rangeOf(at.state, 't1')!.generation)) {
      const { decision } = at.when(command);
      if (!decision.ok) continue;
      let state = at.state;
      for (const event of decision.events) {
        const before = rangeOf(state, 't1')!.status;
        state = stamp(state, [event]).reduce(evolve, state);
        const after = rangeOf(state, 't1')!.status;
        if (before !== after) found.add(`${before} --> ${after}: ${event.type}`);
      }
    }
  }
  return [...found].sort();
}

describe('the diagram in the README', () => {
  const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const drawn = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const lines = drawn
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

  it('draws the ways between the statuses that there are, each once, and no other', () => {
    expect([...lines].sort()).toEqual(ways());
  });

  it('leaves out no status', () => {
    const statuses = new Set(lines.flatMap((line) => line.match(/^(\S+) --> (\w+)/)?.slice(1) ?? []));
    statuses.delete('[*]');
    expect([...statuses].sort()).toEqual(Object.keys(rangeUntil).sort());
  });
});
