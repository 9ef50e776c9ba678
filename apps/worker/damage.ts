import { mostRepairs } from '#exercise';
import type { Step } from '#range';

/** What is wrong with a range that was ready. */
export interface Damage {
  /** For people. */
  reason: string;
  nodes: string[];
}

/** A range that breaks again as often as it is repaired. No further try mends it. */
export class BreaksAgain extends Error {
  /**
   * @param node the node that broke; undefined when it was the networks
   * @param lastWords why it ended, with the end of its log, if that is known
   */
  constructor(
    readonly node: string | undefined,
    lastWords = 'nothing is known of its end',
  ) {
    const what = node === undefined ? 'the networks' : `node ${node}`;
    super(`${what} broke again after ${mostRepairs} repairs within ten minutes: ${lastWords}`);
  }
}

/**
 * What is wrong, by what there is to do about it; undefined when nothing is.
 * @param waking nodes that are not known to be ready, though nothing need be done about them
 */
export function damageOf(steps: readonly Step[], waking: readonly string[]): Damage | undefined {
  // Who lets a suspended range go on, or changes how frames travel, mends nothing.
  const mending = steps.filter(({ kind }) => kind !== 'unpause-node' && kind !== 'shape-network');
  if (mending.length === 0 && waking.length === 0) return undefined;
  const nodes = mending.flatMap((step) => ('node' in step ? [step.node] : 'nodes' in step ? step.nodes : []));
  const named = [...new Set([...nodes, ...waking])].sort();
  return {
    reason: named.length ? `being repaired: ${named.join(', ')}` : 'being repaired: its networks',
    nodes: named,
  };
}
