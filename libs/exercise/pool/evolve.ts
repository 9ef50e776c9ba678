import type { PoolEvent } from './events.js';
import type { PoolState, WarmRange } from './state.js';

/** A pool before its first event. */
export function initialPool(id: string): PoolState {
  const scenario = { id: '', version: '', digest: '' };
  return { id, seq: 0, scenario, owner: '', phase: 'open', size: 0, failures: 0, claimed: 0, ranges: {} };
}

/**
 * The pool after one more event. Pure: the given state is left as it was.
 * @throws Error when the event is not the next one
 */
export function evolvePool(pool: PoolState, event: PoolEvent): PoolState {
  if (event.seq !== pool.seq + 1)
    throw new Error(`pool ${pool.id} is at seq ${pool.seq}; event ${event.seq} does not follow`);
  return { ...change(pool, event), seq: event.seq };
}

function change(pool: PoolState, event: PoolEvent): PoolState {
  const range = event.range ?? '';
  switch (event.type) {
    case 'pool.created':
      return { ...pool, ...event.payload, owner: event.actor };
    case 'pool.resized':
      return { ...pool, size: event.payload.size, phase: 'open', failures: 0, reason: undefined };
    case 'pool.stopped':
      return { ...pool, phase: 'stopped', reason: event.payload.reason };
    case 'pool.closed':
      return { ...pool, phase: 'closed' };
    case 'warm.requested':
      return { ...pool, ranges: { ...pool.ranges, [range]: { id: range, status: 'requested' } } };
    case 'warm.placed':
      return withWarm(pool, range, { status: 'placed', host: event.payload.host });
    case 'warm.preparing':
      return withWarm(pool, range, { status: 'preparing' });
    case 'warm.ready':
      return { ...withWarm(pool, range, { status: 'ready' }), failures: 0, reason: undefined };
    case 'warm.failed':
      return { ...without(pool, range), failures: pool.failures + 1, reason: event.payload.reason };
    case 'warm.claimed':
      return { ...without(pool, range), claimed: pool.claimed + 1 };
    case 'warm.retiring':
      return withWarm(pool, range, { status: 'retiring' });
    case 'warm.gone':
      return without(pool, range);
  }
}

function withWarm(pool: PoolState, id: string, change: Partial<WarmRange>): PoolState {
  const before = pool.ranges[id];
  if (!before) throw new Error(`pool ${pool.id} has no warm range ${id}`);
  return { ...pool, ranges: { ...pool.ranges, [id]: { ...before, ...change } } };
}

function without(pool: PoolState, id: string): PoolState {
  const { [id]: _, ...ranges } = pool.ranges;
  return { ...pool, ranges };
}
