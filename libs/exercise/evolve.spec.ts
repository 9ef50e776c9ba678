import { describe, expect, it } from 'vitest';
import type { NewEvent } from './events.js';
import { evolve, initialState } from './evolve.js';
import { isWanted, rangeOf } from './state.js';
import { after, been, epoch, exercise, range, rangeUntil, running, stamp } from './testing/given.js';

const at = { team: 't1', range } as const;
const rangeAfter = (...events: NewEvent[]) => rangeOf(after(...running, ...events), 't1');

describe('evolve', () => {
  it('takes the next event only', () => {
    const start = initialState(exercise);
    const [first, second] = stamp(start, [been.created(), been.started]);
    expect(() => evolve(start, second!)).toThrow(/at seq 0; event 2 does not follow/);
    const one = evolve(start, first!);
    expect(() => evolve(one, first!)).toThrow(/at seq 1; event 1 does not follow/);
    expect(evolve(one, second!).seq).toBe(2);
  });

  it('leaves the state before as it was', () => {
    const before = after(...running, ...rangeUntil.starting);
    const copy = structuredClone(before);
    stamp(before, [
      been.answered('t1', 'flag', 'x'),
      been.solved('t1', 'flag'),
      { type: 'node.ready', ...at, payload: { node: 'web' } },
      ...been.team('t2', 'bob'),
    ]).reduce(evolve, before);
    expect(before).toEqual(copy);
  });

  it('knows who made it, from what, and how long it ran', () => {
    const state = after(...running, been.finished);
    expect(state).toMatchObject({ mode: 'solo', owner: 'owner', seed: 's', createdAt: epoch + 1_000 });
    expect(state.phase).toBe('finished');
    expect(state.clock).toMatchObject({ running: false, base: 1_000 });
  });

  it('counts a task by what happened to it', () => {
    const hint: NewEvent = {
      type: 'hint.revealed',
      team: 't1',
      payload: { task: 'flag', hint: 'one', cost: 1 },
    };
    const events = [been.answered('t1', 'flag', 'a'), hint, been.answered('t1', 'flag', 'b', true)];
    const { teams } = after(...running, ...been.team('t2'), ...events, been.solved('t1', 'flag'));
    expect(teams.t1!.tasks).toEqual({
      flag: { solved: true, solvedAt: 0, attempts: 2, wrongAt: 0, hints: ['one'] },
    });
    expect(teams.t2!.tasks).toEqual({});
  });

  it('refuses an event of a team or range that never was', () => {
    expect(() => after(...running, been.solved('t9', 'flag'))).toThrow(/has no team t9/);
    expect(() => after(...running, { type: 'range.ready', ...at, payload: {} })).toThrow(/has no range r1/);
  });
});

describe('a range', () => {
  it.each(Object.keys(rangeUntil) as (keyof typeof rangeUntil)[])('comes to %s', (status) => {
    const found = rangeAfter(...rangeUntil[status])!;
    expect(found.status).toBe(status);
    expect(isWanted(found)).toBe(!['stopping', 'gone', 'failed'].includes(status));
  });

  it('has its nodes from its start to its end', () => {
    const ready: NewEvent = { type: 'node.ready', ...at, payload: { node: 'web' } };
    const failed: NewEvent = { type: 'node.failed', ...at, payload: { node: 'web', reason: 'r' } };
    expect(rangeAfter(...rangeUntil.starting)!.nodes).toEqual({ web: 'starting' });
    expect(rangeAfter(...rangeUntil.starting, ready)!.nodes).toEqual({ web: 'ready' });
    expect(rangeAfter(...rangeUntil.starting, failed)!.nodes).toEqual({ web: 'failed' });
    for (const status of ['resetting', 'gone', 'failed'] as const) {
      expect(rangeAfter(...rangeUntil[status])!.nodes).toEqual({});
    }
  });

  it('keeps its reason until it is well, reset or asked for anew', () => {
    expect(rangeAfter(...rangeUntil.degraded)!.reason).toBe('a node died');
    expect(rangeAfter(...rangeUntil.failed)!.reason).toBe('no image');
    const mends: NewEvent[] = [
      { type: 'range.ready', ...at, payload: {} },
      { type: 'range.resetting', ...at, payload: { generation: 2 } },
      { type: 'range.requested', ...at, payload: { generation: 2 } },
    ];
    for (const mend of mends) expect(rangeAfter(...rangeUntil.degraded, mend)!.reason).toBeUndefined();
  });

  it('lives from its request on, until a later time when it is extended, whatever is reset meanwhile', () => {
    const asked: NewEvent = { type: 'range.requested', ...at, payload: { generation: 1, lifetime: 5_000 } };
    const born = rangeAfter(asked)!;
    expect(born.expiresAt).toBe(born.requestedAt + 5_000);
    expect(rangeAfter(...rangeUntil.ready)!.expiresAt).toBeUndefined();
    const extended = rangeAfter(
      asked,
      { type: 'range.extended', ...at, payload: { until: 99 } },
      { type: 'range.resetting', ...at, payload: { generation: 2 } },
    )!;
    expect(extended).toMatchObject({ expiresAt: 99, requestedAt: born.requestedAt });
  });

  it('counts the resets of each node until it is built anew as a whole', () => {
    const reset = (node: string, n: number): NewEvent => ({
      type: 'node.reset',
      ...at,
      payload: { node, reset: n },
    });
    const resets = [...rangeUntil.ready, reset('web', 1), reset('db', 1), reset('web', 2)];
    expect(rangeAfter(...resets)).toMatchObject({
      status: 'degraded',
      nodes: { web: 'starting', db: 'starting' },
      resets: { web: 2, db: 1 },
    });
    expect(rangeAfter(...resets, rangeUntil.resetting.at(-1)!)!.resets).toEqual({});
  });

  it('remembers when it broke, for ten minutes, and forgets it when a node is reset', () => {
    const broke: NewEvent[] = [
      { type: 'range.degraded', ...at, payload: { reason: 'r', nodes: ['web'] } },
      { type: 'range.ready', ...at, payload: {} },
    ];
    const twice = rangeAfter(...rangeUntil.ready, ...broke, ...broke)!;
    expect(twice.repairs).toHaveLength(2);
    expect(twice.repairs[1]! - twice.repairs[0]!).toBe(2_000);
    expect(twice.nodes.web).toBe('starting');
    const often = Array.from({ length: 400 }, () => broke).flat();
    const many = rangeAfter(...rangeUntil.ready, ...often)!.repairs;
    expect(many).toHaveLength(300);
    const reset: NewEvent = { type: 'node.reset', ...at, payload: { node: 'web', reset: 1 } };
    expect(rangeAfter(...rangeUntil.ready, ...broke, reset)!.repairs).toEqual([]);
  });

  it('is ready again when it is resumed, and says why it was ended', () => {
    expect(rangeAfter(...rangeUntil.suspended, { type: 'range.resumed', ...at, payload: {} })!.status).toBe(
      'ready',
    );
    const ended = rangeAfter(...rangeUntil.ready, {
      type: 'range.stopping',
      ...at,
      payload: { reason: 'expired' },
    });
    expect(ended).toMatchObject({ status: 'stopping', reason: 'expired' });
  });

  it('that is asked for again has no host until it is placed', () => {
    const again: NewEvent = { type: 'range.requested', ...at, payload: { generation: 2 } };
    expect(rangeAfter(...rangeUntil.gone)!.host).toBe('h1');
    expect(rangeAfter(...rangeUntil.gone, again)).toEqual({
      id: range,
      team: 't1',
      status: 'requested',
      generation: 2,
      nodes: {},
      requestedAt: expect.any(Number),
      resets: {},
      repairs: [],
    });
  });
});
