import { describe, expect, it } from 'vitest';
import { decidePool, mostWarm, type PoolCommand, type PoolOrder } from './decide.js';
import { readPoolEvent, type PoolEvent } from './events.js';
import { evolvePool, initialPool } from './evolve.js';
import { countWarm, type PoolState } from './state.js';

const actor = 'ann';
const scenario = { id: 'sample', version: '1.0.0', digest: 'sha256:1' };

/** Gives an order, folds what comes of it, and says what that was. */
function step(pool: PoolState, command: PoolCommand): { pool: PoolState; said: string[] } {
  const decision = decidePool(pool, { ...command, actor } as PoolOrder);
  if (!decision.ok) return { pool, said: [decision.refusal.type] };
  const events = decision.events.map((event, index) =>
    readPoolEvent({ ...event, pool: 'p', seq: pool.seq + 1 + index, at: 1, actor }),
  );
  const said = events.map(({ type, range }) => (range ? `${type} ${range}` : type));
  return { pool: events.reduce(evolvePool, pool), said };
}
const after = (...commands: PoolCommand[]) =>
  commands.reduce((pool, command) => step(pool, command).pool, initialPool('p'));

const create: PoolCommand = { type: 'create', scenario, size: 2 };
const fill: PoolCommand = { type: 'fill', ranges: ['a', 'b', 'c'] };
const place = (range: string): PoolCommand => ({ type: 'place', range, host: 'h' });
const ready = (range: string): PoolCommand => ({
  type: 'report',
  range,
  report: { is: 'ready', nodes: ['box'], images: { box: 'sha256:2' } },
});
const failed = (range: string): PoolCommand => ({
  type: 'report',
  range,
  report: { is: 'failed', reason: `${range} broke` },
});
const gone = (range: string): PoolCommand => ({ type: 'report', range, report: { is: 'gone' } });
const claim = (range: string): PoolCommand => ({ type: 'claim', range, exercise: 'e', team: 't' });
const up = (range: string) => [place(range), ready(range)];

describe('a pool', () => {
  it('asks for what is missing, and no more', () => {
    expect(step(after(create), fill).said).toEqual(['warm.requested a', 'warm.requested b']);
    expect(step(after(create, fill), fill).said).toEqual([]);
    const one = after(create, fill, ...up('a'), claim('a'));
    expect(step(one, { type: 'fill', ranges: ['b', 'c'] }).said).toEqual(['warm.requested c']);
  });

  it('gives a ready range to one claim, once', () => {
    const pool = after(create, fill, ...up('a'));
    expect(countWarm(pool)).toEqual({ ready: 1, preparing: 1, retiring: 0 });
    const first = step(pool, claim('a'));
    expect(first.said).toEqual(['warm.claimed a']);
    expect(first.pool.claimed).toBe(1);
    expect(step(first.pool, claim('a')).said).toEqual(['warm-not-ready']);
    expect(step(pool, claim('b')).said).toEqual(['warm-not-ready']);
  });

  it('takes no report on a range that was claimed', () => {
    const pool = after(create, fill, ...up('a'), claim('a'));
    for (const late of [failed('a'), gone('a'), ready('a')]) expect(step(pool, late).said).toEqual([]);
  });

  it('gives up a range that is mended while it waits', () => {
    const pool = after(create, fill, ...up('a'), { type: 'report', range: 'a', report: { is: 'preparing' } });
    expect(step(pool, claim('a')).said).toEqual(['warm-not-ready']);
    expect(step(pool, ready('a')).said).toEqual(['warm.ready a']);
  });

  it('stops after three failures in a row with the last reason, until it is resized', () => {
    const again = (range: string): PoolCommand[] => [{ type: 'fill', ranges: [range] }, place(range)];
    let pool = after({ ...create, size: 1 } as PoolCommand);
    for (const range of ['a', 'b'])
      pool = [...again(range), failed(range)].reduce((p, c) => step(p, c).pool, pool);
    pool = again('c').reduce((p, c) => step(p, c).pool, pool);
    const third = step(pool, failed('c'));
    expect(third.said).toEqual(['warm.failed c', 'pool.stopped']);
    expect(third.pool).toMatchObject({ phase: 'stopped', reason: 'c broke', failures: 3, ranges: {} });
    expect(step(third.pool, fill).said).toEqual([]);
    const retried = step(third.pool, { type: 'resize', size: 1 });
    expect(retried.pool).toMatchObject({ phase: 'open', failures: 0 });
    expect(retried.pool.reason).toBeUndefined();
    expect(step(retried.pool, fill).said).toEqual(['warm.requested a']);
  });

  it('stops when no host can have its ranges, keeps those that stand, and tries again when it is resized', () => {
    const pool = after(create, fill, ...up('a'));
    const stopped = step(pool, { type: 'stop', reason: 'needs 12 GB' });
    expect(stopped.said).toEqual(['pool.stopped', 'warm.gone b']);
    expect(stopped.pool).toMatchObject({ phase: 'stopped', reason: 'needs 12 GB', failures: 0 });
    expect(step(stopped.pool, { type: 'stop', reason: 'again' }).said).toEqual([]);
    expect(step(stopped.pool, claim('a')).said).toEqual(['warm.claimed a']);
    const retried = step(stopped.pool, { type: 'resize', size: 2 }).pool;
    expect(step(retried, fill).said).toEqual(['warm.requested b']);
    expect(step(after(create, { type: 'close' }), { type: 'stop', reason: 'late' }).said).toEqual([]);
  });

  it('counts failures in a row only', () => {
    const pool = after(create, fill, place('a'), place('b'), failed('a'), ready('b'));
    expect(pool).toMatchObject({ failures: 0 });
  });

  it('takes down what it has too much of, the least finished first', () => {
    const pool = after({ ...create, size: 3 } as PoolCommand, fill, ...up('a'), place('b'));
    expect(step(pool, { type: 'resize', size: 1 }).said).toEqual([
      'pool.resized',
      'warm.gone c',
      'warm.retiring b',
    ]);
    expect(step(pool, { type: 'resize', size: 3 }).said).toEqual(['pool.resized']);
  });

  it('takes down all that nobody claimed when it is closed, and takes nothing up again', () => {
    const pool = after(create, fill, ...up('a'));
    const closed = step(pool, { type: 'close' });
    expect(closed.said).toEqual(['pool.closed', 'warm.retiring a', 'warm.gone b']);
    expect(step(closed.pool, claim('a')).said).toEqual(['warm-not-ready']);
    expect(step(closed.pool, ready('a')).said).toEqual([]);
    expect(step(closed.pool, gone('a')).pool.ranges).toEqual({});
    expect(step(closed.pool, { type: 'close' }).said).toEqual([]);
    expect(step(closed.pool, { type: 'resize', size: 1 }).said).toEqual(['pool-closed']);
  });

  it('loses what stands on a lost host, without calling it a failed build', () => {
    const pool = after(create, fill, ...up('a'));
    const lost = step(pool, { type: 'lose', range: 'a', reason: 'silent' });
    expect(lost.said).toEqual(['warm.gone a']);
    expect(lost.pool.failures).toBe(0);
    expect(step(pool, { type: 'lose', range: 'b', reason: 'silent' }).said).toEqual([]);
  });

  it('has bounds, and is created once', () => {
    for (const size of [-1, 1.5, mostWarm + 1]) {
      expect(step(initialPool('p'), { type: 'create', scenario, size }).said).toEqual(['pool-size']);
      expect(step(after(create), { type: 'resize', size }).said).toEqual(['pool-size']);
    }
    expect(step(after(create), create).said).toEqual(['pool-exists']);
    expect(step(initialPool('p'), fill).said).toEqual(['pool-unknown']);
  });
});

describe('the fold', () => {
  it('does not read past a hole, a stranger or damage', () => {
    const stored = { pool: 'p', seq: 2, at: 1, actor, type: 'warm.requested', payload: {}, range: 'a' };
    expect(() => evolvePool(initialPool('p'), stored as PoolEvent)).toThrow(/at seq 0; event 2/);
    expect(() => readPoolEvent({ ...stored, type: 'warm.melted' })).toThrow(/does not know/);
    expect(() => readPoolEvent({ ...stored, type: 'constructor' })).toThrow(/does not know/);
    expect(() => readPoolEvent({ ...stored, type: 'warm.placed' })).toThrow(/damaged/);
  });
});
