import type { Order } from '#exercise';
import type { Tell, SeenConnection, SeenFile, Watch } from '#range';
import type { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { Observer } from './observer.js';
import { RangeWatches } from './range-watches.js';
import { begun, stateAfter } from './testing/exercise.js';
import { scenarioOf } from './testing/scenario.js';

const connection = { node: 'desk', connection: { to: 'shop', port: 80 } };
const file = { node: 'shop', file: { path: '/srv' } };
const at = { team: 't1', range: 'rangeab1' };

/** Watches of a host with one range; what is told of it can be changed. */
function watching(tasks: Parameters<typeof scenarioOf>) {
  const told: string[] = [];
  const orders: Order[] = [];
  const host = {
    rows: [{ id: at.range, exercise: 'e', status: 'ready' }],
    state: stateAfter(begun),
    seenUntil: Infinity,
    fails: undefined as string | undefined,
    told,
    orders,
    said: [] as string[],
    look: () => watches.look(),
    stop: () => watches.stop(),
    tellFile: undefined as Tell<SeenFile> | undefined,
  };
  const log = {
    setting: async () => ({ scenario: scenarioOf(...tasks), values: () => ({}) }),
    state: async () => host.state,
    execute: async (_: string, order: Order) => {
      orders.push(order);
      return { ok: true as const, events: [], state: host.state };
    },
  };
  const watch = (what: string): Promise<Watch> => {
    if (host.fails) return Promise.reject(new Error(host.fails));
    told.push(`${what} begun`);
    return Promise.resolve({ stop: async () => void told.push(`${what} ended`) });
  };
  const watcher = {
    watchConnections: (_: unknown, __: unknown, ___: Tell<SeenConnection>) => watch('connections'),
    watchFiles: (_: unknown, __: unknown, tell: Tell<SeenFile>) => {
      host.tellFile = tell;
      return watch('files');
    },
    seenUntil: () => host.seenUntil,
  };
  const db = { getRepository: () => ({ find: async () => host.rows }) } as unknown as DataSource;
  const say = (_: string, text: string) => host.said.push(text);
  const observer = new Observer(log, 'worker:h1', say);
  const watches = new RangeWatches('h1', db, log as never, watcher, observer, say);
  return host;
}

describe('the ranges of a host', () => {
  it('are watched once they are ready, for what their tasks want to see, until they are gone', async () => {
    const host = watching([[[connection]], [[file]]]);
    await host.look();
    await host.look();
    expect(host.told).toEqual(['connections begun', 'files begun']);
    host.rows = [];
    await host.look();
    expect(host.told.slice(2)).toEqual(['connections ended', 'files ended']);
  });

  it('are left alone where no task wants to see anything, or only commands', async () => {
    const host = watching([[[{ node: 'desk', command: { matches: 'id' } }]]]);
    await host.look();
    expect(host.told).toEqual([]);
  });

  it('are watched anew after a reset, and not before they are ready', async () => {
    const host = watching([[[connection]]]);
    await host.look();
    const reset = { type: 'range.resetting' as const, ...at, payload: { generation: 2 } };
    host.state = stateAfter([...begun, reset]);
    await host.look();
    expect(host.told).toEqual(['connections begun', 'connections ended']);
    host.state = stateAfter([...begun, reset, { type: 'range.ready', ...at, payload: {} }]);
    await host.look();
    expect(host.told.slice(2)).toEqual(['connections begun']);
  });

  it('that cannot be watched are said once, and tried again', async () => {
    const host = watching([[[connection]]]);
    host.fails = 'the kernel does not count';
    await host.look();
    await host.look();
    expect(host.said).toEqual([expect.stringMatching(/rangeab1 is not watched.*the kernel does not count/)]);
    host.fails = undefined;
    await host.look();
    expect(host.told).toEqual(['connections begun']);
  });

  it('have what is seen in them brought to the log', async () => {
    const host = watching([[[file]]]);
    await host.look();
    await host.tellFile!({ kind: 'file', node: 'shop', path: '/srv/x', change: 'created', at: Date.now() });
    expect(host.orders).toMatchObject([
      { type: 'report-observation', range: at.range, seen: { path: '/srv/x' } },
    ]);
  });
});

describe('a task that time alone solves', () => {
  const hour = 3_600_000;
  it('is settled when its time is over, and all of it was looked at', async () => {
    const host = watching([[[], [file]]]);
    await host.look();
    expect(host.orders).toEqual([]);
    host.state = stateAfter(begun, Date.now() - hour - 10_000);
    host.seenUntil = Date.now() - 20_000;
    await host.look();
    expect(host.orders).toEqual([]);
    host.seenUntil = Date.now();
    await host.look();
    expect(host.orders).toEqual([
      { type: 'settle-observed', actor: 'worker:h1', team: 't1', task: 'task-0' },
    ]);
  });

  it('is not while its range cannot be watched', async () => {
    const host = watching([[[], [file]]]);
    host.fails = 'no';
    host.state = stateAfter(begun, Date.now() - 2 * hour);
    await host.look();
    expect(host.orders).toEqual([]);
  });
});
