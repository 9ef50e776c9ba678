import type { Refusal, RefusalType } from '../refusal.js';
import { reportText } from '../report-text.js';
import type { NewPoolEvent } from './events.js';
import type { PoolState, WarmRange } from './state.js';

/** What someone wants of a pool. Ids come from outside; `decidePool` makes up none. */
export type PoolCommand =
  | { type: 'create'; scenario: PoolState['scenario']; size: number }
  /** Also lets a pool that has stopped try again. */
  | { type: 'resize'; size: number }
  | { type: 'close' }
  /** Offers fresh ids, of which as many are taken as ranges are missing. */
  | { type: 'fill'; ranges: string[] }
  | { type: 'place'; range: string; host: string }
  /** No host can ever have its ranges: nothing more is built until someone has it try again. */
  | { type: 'stop'; reason: string }
  | { type: 'report'; range: string; report: WarmReport }
  /** A range's host is lost, and the range with it. */
  | { type: 'lose'; range: string; reason: string }
  | { type: 'claim'; range: string; exercise: string; team: string };

/** What came of a worker's steps on a warm range. */
export type WarmReport =
  | { is: 'preparing' }
  | { is: 'ready'; nodes: string[]; images: Record<string, string> }
  | { is: 'failed'; reason: string }
  | { is: 'gone' };

/** A command with who gives it. */
export type PoolOrder = PoolCommand & { actor: string };

export type PoolDecision = { ok: true; events: NewPoolEvent[] } | { ok: false; refusal: Refusal };

/** Most ranges that one pool keeps ready. */
export const mostWarm = 300;
/** Failed builds in a row after which a pool stops. */
export const mostFailures = 3;

const accept = (...events: NewPoolEvent[]): PoolDecision => ({ ok: true, events });
const refuse = (type: RefusalType, detail: string): PoolDecision => ({
  ok: false,
  refusal: { type, detail },
});

/** What an order comes to in a pool. Reads no clock and no randomness. */
export function decidePool(pool: PoolState, order: PoolOrder): PoolDecision {
  if (order.type === 'create') {
    if (pool.seq > 0) return refuse('pool-exists', 'A pool with this id is there already.');
    return (
      sizeFault(order.size) ??
      accept({ type: 'pool.created', payload: { scenario: order.scenario, size: order.size } })
    );
  }
  if (pool.seq === 0) return refuse('pool-unknown', 'There is no such pool.');
  switch (order.type) {
    case 'resize':
      return resize(pool, order.size);
    case 'close':
      if (pool.phase === 'closed') return accept();
      return accept({ type: 'pool.closed', payload: {} }, ...Object.values(pool.ranges).flatMap(retire));
    case 'fill':
      return fill(pool, order.ranges);
    case 'place': {
      const warm = pool.ranges[order.range];
      if (warm?.status !== 'requested') return accept();
      return accept({ type: 'warm.placed', range: order.range, payload: { host: order.host } });
    }
    case 'stop':
      return stop(pool, reportText(order.reason));
    case 'report':
      return report(pool, order.range, order.report);
    case 'lose': {
      const warm = pool.ranges[order.range];
      if (!warm?.host) return accept();
      return accept({ type: 'warm.gone', range: warm.id, payload: { reason: reportText(order.reason) } });
    }
    case 'claim': {
      const { range, exercise, team } = order;
      if (pool.ranges[range]?.status !== 'ready')
        return refuse('warm-not-ready', `Warm range ${range} is not ready, or is claimed already.`);
      return accept({ type: 'warm.claimed', range, payload: { exercise, team } });
    }
  }
}

function sizeFault(size: number): PoolDecision | undefined {
  if (Number.isInteger(size) && size >= 0 && size <= mostWarm) return undefined;
  return refuse('pool-size', `A pool keeps 0 to ${mostWarm} ranges ready, not ${size}.`);
}

function resize(pool: PoolState, size: number): PoolDecision {
  if (pool.phase === 'closed') return refuse('pool-closed', 'The pool is closed; make another.');
  const fault = sizeFault(size);
  if (fault) return fault;
  const standing = Object.values(pool.ranges).filter(({ status }) => status !== 'retiring');
  const rank = { requested: 0, placed: 1, preparing: 2, ready: 3, retiring: 4 };
  const spare = [...standing]
    .sort((a, b) => rank[a.status] - rank[b.status])
    .slice(0, Math.max(0, standing.length - size));
  return accept({ type: 'pool.resized', payload: { size } }, ...spare.flatMap(retire));
}

/** What nobody needs any more: one that no host has seen yet is gone at once. */
function retire({ id, status }: WarmRange): NewPoolEvent[] {
  if (status === 'retiring') return [];
  return [{ type: status === 'requested' ? 'warm.gone' : 'warm.retiring', range: id, payload: {} }];
}

function fill(pool: PoolState, offered: string[]): PoolDecision {
  if (pool.phase !== 'open') return accept();
  const standing = Object.values(pool.ranges).filter(({ status }) => status !== 'retiring').length;
  const missing = Math.max(0, pool.size - standing);
  const fresh = offered.filter((id) => !pool.ranges[id]).slice(0, missing);
  return accept(...fresh.map((range): NewPoolEvent => ({ type: 'warm.requested', range, payload: {} })));
}

function stop(pool: PoolState, reason: string): PoolDecision {
  if (pool.phase !== 'open') return accept();
  const waiting = Object.values(pool.ranges).filter(({ status }) => status === 'requested');
  return accept({ type: 'pool.stopped', payload: { reason } }, ...waiting.flatMap(retire));
}

/** Takes a worker's report. One on a range that is claimed or gone, or that tells nothing new, changes nothing. */
function report(pool: PoolState, range: string, said: WarmReport): PoolDecision {
  const warm = pool.ranges[range];
  if (!warm?.host) return accept();
  if (said.is === 'gone') return accept({ type: 'warm.gone', range, payload: {} });
  if (warm.status === 'retiring') return accept();
  switch (said.is) {
    case 'preparing':
      return warm.status === 'preparing' ? accept() : accept({ type: 'warm.preparing', range, payload: {} });
    case 'ready': {
      const { nodes, images } = said;
      return warm.status === 'ready'
        ? accept()
        : accept({ type: 'warm.ready', range, payload: { nodes, images } });
    }
    case 'failed': {
      const reason = reportText(said.reason);
      const failed: NewPoolEvent = { type: 'warm.failed', range, payload: { reason } };
      const stops = pool.phase === 'open' && pool.failures + 1 >= mostFailures;
      return stops ? accept(failed, { type: 'pool.stopped', payload: { reason } }) : accept(failed);
    }
  }
}
