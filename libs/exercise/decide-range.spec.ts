import { describe, expect, it } from 'vitest';
import type { NewEvent } from './events.js';
import type { Command, RangeReport } from './commands.js';
import { been, given, range, rangeUntil, running } from './testing/given.js';

const at = { team: 't1', range } as const;
const until = (status: keyof typeof rangeUntil) => given(...running, ...rangeUntil[status]);
const report = (word: RangeReport, generation = 1): Command => ({
  type: 'report-range',
  range,
  generation,
  report: word,
});
const requested = (generation: number) =>
  ({ type: 'range.requested', ...at, payload: { generation } }) as const;
const order = (type: 'start-range' | 'stop-range' | 'reset-range', team = 't1'): Command => ({ type, team });
const statuses = Object.keys(rangeUntil) as (keyof typeof rangeUntil)[];

describe('start-range', () => {
  it('asks for the first range by an id that follows from exercise and team', () => {
    const ids = [1, 2].map(() => {
      const { decision } = given(...running).when(order('start-range'));
      return decision.ok ? decision.events[0]!.range : undefined;
    });
    expect(ids[0]).toMatch(/^[0-9a-z]{8}$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it.each(['gone', 'failed'] as const)('asks for the same range again when it is %s', (status) => {
    until(status).when(order('start-range')).then(requested(2));
  });

  it('says how long it may live, when it may not for ever', () => {
    const { decision } = given(...running).when({ type: 'start-range', team: 't1', lifetime: 5 });
    expect(decision.ok && decision.events[0]!.payload).toEqual({ generation: 1, lifetime: 5 });
    until('failed')
      .when({ type: 'reset-range', team: 't1', lifetime: 5 })
      .then({ ...requested(2), payload: { generation: 2, lifetime: 5 } });
  });

  it('is refused with the way on while it is suspended', () => {
    until('suspended').when(order('start-range')).thenRefused('range-suspended');
  });

  it.each(statuses.filter((s) => !['gone', 'failed', 'suspended'].includes(s)))(
    'is refused while it is %s',
    (status) => {
      until(status).when(order('start-range')).thenRefused('range-busy');
    },
  );
});

describe('stop-range', () => {
  it.each(['queued', 'preparing', 'starting', 'ready', 'degraded', 'suspended', 'resetting'] as const)(
    'takes one down that is %s',
    (status) =>
      until(status)
        .when(order('stop-range'))
        .then({ type: 'range.stopping', ...at, payload: {} }),
  );

  it('ends one at once that no host has anything of yet', () => {
    until('requested')
      .when(order('stop-range'))
      .then({ type: 'range.stopping', ...at, payload: {} }, { type: 'range.gone', ...at, payload: {} });
  });

  it.each(['stopping', 'gone', 'failed'] as const)('has nothing to do when it is %s', (status) => {
    until(status).when(order('stop-range')).thenNothing();
  });

  it('may come when the exercise is over, but not for a range that never was', () => {
    given(...running)
      .when(order('stop-range'))
      .thenRefused('range-unknown');
    given(...running, ...rangeUntil.ready, been.finished)
      .when(order('stop-range'))
      .then({ type: 'range.stopping', ...at, payload: {} });
  });
});

describe('reset-range', () => {
  it.each(['ready', 'degraded', 'suspended'] as const)('builds one anew that is %s', (status) => {
    until(status)
      .when(order('reset-range'))
      .then({ type: 'range.resetting', ...at, payload: { generation: 2 } });
  });

  it.each(['gone', 'failed'] as const)('asks for one again that is %s', (status) => {
    until(status).when(order('reset-range')).then(requested(2));
  });

  it.each(['requested', 'queued', 'preparing', 'starting', 'resetting', 'stopping'] as const)(
    'is refused while it is %s',
    (status) => until(status).when(order('reset-range')).thenRefused('range-busy'),
  );
});

describe('all three', () => {
  it.each(['start-range', 'stop-range', 'reset-range'] as const)('%s knows no foreign team', (type) => {
    given(...running)
      .when(order(type, 't9'))
      .thenRefused('team-unknown');
    given(...running)
      .when(order(type, 'constructor'))
      .thenRefused('team-unknown');
  });

  it.each(['start-range', 'reset-range'] as const)('%s waits for the start and ends with the end', (type) => {
    given(been.created(), ...been.team('t1'))
      .when(order(type))
      .thenRefused('exercise-not-running');
    given(...running, been.finished)
      .when(order(type))
      .thenRefused('exercise-over');
  });
});

describe('place-range', () => {
  const place: Command = { type: 'place-range', range, host: 'h1' };

  it('gives a requested range its host, once', () => {
    until('requested')
      .when(place)
      .then({ type: 'range.placed', ...at, payload: { host: 'h1' } });
    for (const status of statuses.filter((s) => s !== 'requested')) until(status).when(place).thenNothing();
  });

  it('knows no foreign range', () => {
    given(...running)
      .when(place)
      .thenRefused('range-unknown');
  });
});

describe('fail-range', () => {
  const failed: NewEvent = { type: 'range.failed', ...at, payload: { reason: 'lost' } };
  const fail = (host?: string): Command => ({ type: 'fail-range', range, host, reason: 'lost' });

  it.each(statuses.filter((s) => !['requested', 'gone', 'failed'].includes(s)))(
    'gives up one on a lost host that is %s, and none of another host',
    (status) => {
      until(status).when(fail('h1')).then(failed);
      until(status).when(fail('h2')).thenNothing();
      until(status).when(fail()).thenNothing();
    },
  );

  it('gives up one that no host can take', () => {
    until('requested').when(fail()).then(failed);
  });

  it.each(['gone', 'failed'] as const)('has nothing to do when it is %s', (status) => {
    until(status).when(fail('h1')).thenNothing();
  });

  it('knows no foreign range', () => {
    given(...running)
      .when(fail('h1'))
      .thenRefused('range-unknown');
  });
});

describe('report-range', () => {
  /** Report → what it comes to, in each status in which it comes to anything. */
  const taken: [RangeReport, keyof typeof rangeUntil, object[]][] = [
    [{ is: 'preparing' }, 'queued', [{ type: 'range.preparing', ...at, payload: {} }]],
    [
      { is: 'starting', images: { web: 'i' } },
      'preparing',
      [{ type: 'range.starting', ...at, payload: { images: { web: 'i' } } }],
    ],
    [
      { is: 'node-ready', node: 'web' },
      'starting',
      [{ type: 'node.ready', ...at, payload: { node: 'web' } }],
    ],
    [{ is: 'ready' }, 'starting', [{ type: 'range.ready', ...at, payload: {} }]],
    [{ is: 'ready' }, 'degraded', [{ type: 'range.ready', ...at, payload: {} }]],
    [
      { is: 'degraded', reason: 'gone' },
      'ready',
      [{ type: 'range.degraded', ...at, payload: { reason: 'gone' } }],
    ],
    [
      { is: 'failed', reason: 'no image' },
      'preparing',
      [{ type: 'range.failed', ...at, payload: { reason: 'no image', node: undefined } }],
    ],
    [
      { is: 'failed', reason: 'it ended', node: 'web' },
      'starting',
      [
        { type: 'node.failed', ...at, payload: { node: 'web', reason: 'it ended' } },
        { type: 'range.failed', ...at, payload: { reason: 'it ended', node: 'web' } },
      ],
    ],
    [{ is: 'gone' }, 'stopping', [{ type: 'range.gone', ...at, payload: {} }]],
  ];

  it.each(taken)('%o of a range that is %s', (word, status, events) => {
    expect(until(status).when(report(word)).decision).toEqual({ ok: true, events });
  });

  it.each(taken)('%o of another generation changes nothing (%s)', (word, status) => {
    until(status).when(report(word, 2)).thenNothing();
    until(status).when(report(word, 0)).thenNothing();
  });

  it('prepares and starts a range that is being reset', () => {
    const resetting = until('resetting');
    resetting.when(report({ is: 'preparing' }, 2)).then({ type: 'range.preparing', ...at, payload: {} });
    resetting
      .when(report({ is: 'starting', images: {} }, 2))
      .then({ type: 'range.starting', ...at, payload: { images: {} } });
    resetting.when(report({ is: 'ready' }, 1)).thenNothing();
  });

  it.each([
    [{ is: 'preparing' }, 'ready'],
    [{ is: 'starting', images: {} }, 'ready'],
    [{ is: 'ready' }, 'ready'],
    [{ is: 'degraded', reason: 'r' }, 'degraded'],
    [{ is: 'gone' }, 'ready'],
    [{ is: 'gone' }, 'failed'],
    [{ is: 'gone' }, 'gone'],
    [{ is: 'ready' }, 'stopping'],
    [{ is: 'node-ready', node: 'web' }, 'stopping'],
    [{ is: 'ready' }, 'suspended'],
    [{ is: 'preparing' }, 'suspended'],
    [{ is: 'degraded', reason: 'r' }, 'suspended'],
    [{ is: 'node-ready', node: 'web' }, 'suspended'],
    [{ is: 'failed', reason: 'r' }, 'gone'],
    [{ is: 'failed', reason: 'r' }, 'failed'],
  ] as [RangeReport, keyof typeof rangeUntil][])(
    '%o of a range that is %s tells nothing new',
    (word, status) => {
      until(status).when(report(word)).thenNothing();
    },
  );

  it('a node is ready once', () => {
    const ready = { type: 'node.ready', ...at, payload: { node: 'web' } } as const;
    given(...running, ...rangeUntil.starting, ready)
      .when(report({ is: 'node-ready', node: 'web' }))
      .thenNothing();
  });

  it('names the nodes that broke, when it is known which', () => {
    until('ready')
      .when(report({ is: 'degraded', reason: 'gone', nodes: ['web'] }))
      .then({ type: 'range.degraded', ...at, payload: { reason: 'gone', nodes: ['web'] } });
  });

  it('changes nothing when a node was reset meanwhile', () => {
    const reset = { type: 'node.reset', ...at, payload: { node: 'web', reset: 1 } } as const;
    const now = given(...running, ...rangeUntil.ready, reset);
    const said = (resets?: number) => now.when({ ...report({ is: 'ready' }), resets } as Command);
    said(0).thenNothing();
    said(1).then({ type: 'range.ready', ...at, payload: {} });
    said().then({ type: 'range.ready', ...at, payload: {} });
  });

  it('knows no foreign range', () => {
    given(...running)
      .when(report({ is: 'ready' }))
      .thenRefused('range-unknown');
  });

  it('logs a reason that programs in the range wrote, whatever they wrote', () => {
    const { decision } = until('starting').when(
      report({ is: 'failed', reason: `a\0b\ud800c${'x'.repeat(9_000)}`, node: 'web' }),
    );
    const reasons = decision.ok
      ? decision.events.map(({ payload }) => (payload as { reason: string }).reason)
      : [];
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toMatch(/^a\ufffdb\ufffdcx{3994}…$/);
  });
});
