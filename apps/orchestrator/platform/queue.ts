import type { Order } from '#exercise';
import { admit } from './admission.js';
import type { Demand } from './demand.js';
import { secondsUntilReady } from './estimate.js';
import { queueOrder } from './queue-order.js';
import type { Bounds } from './room.js';
import type { RequestedRange, Situation } from './situation.js';
import type { WaitingRange } from './waiting-list.js';

/** What a look at the queue comes to. */
export interface QueueDecision {
  /** Ranges to be placed, and those that can never be. */
  orders: { exercise: string; order: Order }[];
  /** All others, in order. */
  waiting: WaitingRange[];
}

/** Decides what becomes of every range that waits for a host. Pure. */
export function decideQueue(situation: Situation, bounds: Bounds): QueueDecision {
  const { hosts, noHost, allKnown, inFlight, servedAt, launches } = situation;
  const readable = situation.requested.filter(isReadable);
  const queue = queueOrder(readable, inFlight, servedAt);
  const verdicts = admit(queue, hosts, { bounds, noHost, allKnown });
  const orders: QueueDecision['orders'] = [];
  const left: { one: ReadableRange; wait: Omit<WaitingRange['place'], 'place' | 'of'> }[] = [];
  for (const { exercise, range, demand } of situation.requested) {
    if (!(demand instanceof Error)) continue;
    const reason = `The scenario of this range cannot be read: ${demand.message}`;
    orders.push({ exercise, order: { type: 'fail-range', actor: 'system', range, reason } });
  }
  for (const one of queue) {
    const { exercise, range } = one;
    const verdict = verdicts.get(range)!;
    if (verdict.is === 'place') {
      orders.push({ exercise, order: { type: 'place-range', actor: 'system', range, host: verdict.host } });
    } else if (verdict.is === 'never') {
      orders.push({
        exercise,
        order: { type: 'fail-range', actor: 'system', range, reason: verdict.reason },
      });
    } else {
      const { is: _is, ...wait } = verdict;
      left.push({ one, wait });
    }
  }
  const usable = hosts.filter((host) => host.usable);
  const pace = {
    launches,
    slots: usable.reduce((sum, { capacity }) => sum + capacity.slots, 0),
    inFlight: usable.reduce((sum, host) => sum + host.inFlight, 0) + queue.length - left.length,
  };
  const waiting = left.map(({ one: { range, exercise, team }, wait }, index) => {
    const seconds = wait.reason === 'waiting-slot' ? secondsUntilReady(index + 1, pace) : undefined;
    const place = {
      place: index + 1,
      of: left.length,
      ...wait,
      ...(seconds === undefined ? {} : { seconds }),
    };
    return { range, exercise, team, place };
  });
  return { orders, waiting };
}

type ReadableRange = RequestedRange & { demand: Demand };
const isReadable = (one: RequestedRange): one is ReadableRange => !(one.demand instanceof Error);
