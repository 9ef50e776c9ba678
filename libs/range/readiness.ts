import { NodeFailed } from './errors.js';
import type { NodeState } from './nodes.js';

/** The answer of a ready probe. */
export interface ReadyAnswer {
  outcome: 'passed' | 'failed' | 'unknown';
  /** What was seen, for a person. */
  detail: string;
}

export interface AwaitReadyOptions {
  node: string;
  /** Asks the node's ready probe once; undefined for a node without one, which is ready as soon as it runs. */
  ask?: () => Promise<ReadyAnswer>;
  /** Looks at the node's container. */
  look: () => Promise<NodeState | undefined>;
  /** Wall time after which it is given up, ms; default 2 min. */
  limitMs?: number;
  /** Longest wall time between two questions, ms; default 500. The first questions come sooner one after the other. */
  intervalMs?: number;
  signal?: AbortSignal;
}

const defaultLimitMs = 120_000;
const defaultIntervalMs = 500;
/** Most servers are up in a moment, and people wait for them. */
const firstIntervalMs = 40;

/**
 * Waits until a node is ready.
 * @throws NodeFailed at once when the node ends, or with the probe's last answer when time runs out; the signal's reason
 * when it is aborted
 */
export async function awaitReady(options: AwaitReadyOptions): Promise<void> {
  const { node, ask, look, signal } = options;
  const limitMs = options.limitMs ?? defaultLimitMs;
  const until = Date.now() + limitMs;
  const longest = options.intervalMs ?? defaultIntervalMs;
  let interval = Math.min(firstIntervalMs, longest);
  let last = 'its ready probe was never answered';
  for (;;) {
    signal?.throwIfAborted();
    const state = await look();
    if (!state) throw new NodeFailed(node, 'its container has gone; someone removed it');
    if (state.ended !== undefined) throw new NodeFailed(node, state.ended);
    if (state.running) {
      if (!ask) return;
      const answer = await ask();
      if (answer.outcome === 'passed') return;
      last = answer.detail;
    }
    if (Date.now() >= until) {
      throw new NodeFailed(
        node,
        `it was not ready within ${limitMs / 1000} s; its ready probe last said: ${last}`,
      );
    }
    await pause(interval, signal);
    interval = Math.min(interval * 2, longest);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
