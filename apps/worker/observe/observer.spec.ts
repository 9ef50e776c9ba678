import type { Order } from '#exercise';
import { describe, expect, it, vi } from 'vitest';
import { Observer } from './observer.js';
import { begun, stateAfter } from './testing/exercise.js';
import { scenarioOf } from './testing/scenario.js';

const place = { exercise: 'e', range: 'rangeab1' };
const typed = (line: string, at = Date.now()) => ({ kind: 'command' as const, node: 'desk', at, line });
const command = (matches: string) => ({ node: 'desk', command: { matches } });

/** An observer whose log takes note of orders; it fails as often as is said. */
function observing(tasks: Parameters<typeof scenarioOf>, { failures = 0 } = {}) {
  const orders: Order[] = [];
  const said: string[] = [];
  const setting = { scenario: scenarioOf(...tasks), values: () => ({}) };
  const state = stateAfter(begun);
  let left = failures;
  const log = {
    setting: async () => setting,
    state: async () => {
      if (left-- > 0) throw new Error('the database is away');
      return state;
    },
    execute: async (_: string, order: Order) => {
      orders.push(order);
      return { ok: true as const, events: [], state };
    },
  };
  const observer = new Observer(log, 'worker:h1', (_, text) => said.push(text));
  return { observer, orders, said };
}

describe('what is seen in a range', () => {
  it('goes to the log when it counts for a task there', async () => {
    const { observer, orders } = observing([[[command('^id')]]]);
    const seen = typed('id -u');
    await observer.report(place, seen);
    expect(orders).toEqual([
      { type: 'report-observation', actor: 'worker:h1', team: 't1', range: 'rangeab1', generation: 1, seen },
    ]);
  });

  it.each([
    ['no task names', place, 'ls'],
    ['a task forbids before anything was done', place, 'rm x'],
    ['is of a range that there is not', { ...place, range: 'constructor' }, 'id'],
  ])('does not, when it is what %s', async (_, where, line) => {
    const { observer, orders } = observing([[[command('^id')], [command('^rm')]]]);
    await observer.report(where, typed(line));
    expect(orders).toEqual([]);
  });

  it('cannot flood the log, and that is said once', async () => {
    const { observer, orders, said } = observing([[[command('^id'), command('^who')]]]);
    for (let count = 0; count < 500; count++) await observer.report(place, typed('id'));
    expect(orders.length).toBeGreaterThanOrEqual(60);
    expect(orders.length).toBeLessThan(75);
    expect(said).toHaveLength(1);
  });
});

describe('a command', () => {
  it('is tried again when the log is away', async () => {
    vi.useFakeTimers();
    try {
      const { observer, orders, said } = observing([[[command('^id')]]], { failures: 2 });
      observer.command(place, typed('id'));
      await vi.advanceTimersByTimeAsync(5_000);
      expect(orders).toHaveLength(1);
      expect(said).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('waits for what slower sources saw before it, where a task wants to know', async () => {
    vi.useFakeTimers();
    try {
      const file = { node: 'desk', file: { path: '/srv' } };
      const { observer, orders } = observing([[[command('^id'), file]]]);
      observer.command(place, typed('id'));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(orders).toEqual([]);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(orders).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is reported at once when the worker ends', async () => {
    const file = { node: 'desk', file: { path: '/srv' } };
    const { observer, orders } = observing([[[command('^id'), file]]]);
    observer.command(place, typed('id'));
    await observer.stop();
    expect(orders).toHaveLength(1);
  });

  it('does not pile up', async () => {
    const { observer, said } = observing([[[command('^id')], [{ node: 'desk', file: { path: '/srv' } }]]]);
    for (let count = 0; count < 1_000; count++) observer.command(place, typed('id'));
    expect(said).toEqual([expect.stringContaining('200 commands wait')]);
    await observer.stop();
  });
});
