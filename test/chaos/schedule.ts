/** What may be done to an installation that runs. */
export const faultKinds = [
  'kill-worker',
  'kill-orchestrator',
  'kill-postgres',
  'kill-redis',
  'kill-node',
  'remove-node',
  'kill-helper',
  'kill-engine',
  'restart-engine',
  'power-off-engine',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One fault. */
export interface Fault {
  /** Milliseconds since the round's start. */
  atMs: number;
  kind: FaultKind;
  /** 0 to 1: which of several things it strikes. */
  which: number;
}

/** What a learner may do. */
export const actKinds = ['start', 'stop', 'reset', 'suspend', 'resume', 'reset-node', 'answer'] as const;
export type ActKind = (typeof actKinds)[number];

/** One thing that a learner tries. */
export interface Act {
  atMs: number;
  /** Their place among the learners, from 0. */
  learner: number;
  kind: ActKind;
  /** Of `reset-node`: which node, 0 to 1. */
  which: number;
}

/** What a learner wants in the end. */
export const wishes = ['ready', 'suspended', 'gone'] as const;
export type Wish = (typeof wishes)[number];

/** A round: what happens when, and how it is to end. */
export interface Schedule {
  faults: Fault[];
  acts: Act[];
  /** Per learner. */
  wishes: Wish[];
}

/** The bounds of a round. */
export interface RoundOptions {
  learners: number;
  /** How long faults and acts are spread over, in milliseconds. */
  lengthMs: number;
  /** Fewest and most faults. */
  faults: readonly [number, number];
}

/** How often each act is tried, relative to the others. */
const actWeights: Record<ActKind, number> = {
  start: 4,
  stop: 2,
  reset: 3,
  suspend: 2,
  resume: 3,
  'reset-node': 2,
  answer: 6,
};
/** An engine takes seconds to come back: one such fault a round leaves something for the others to strike. */
const ofEngine: readonly FaultKind[] = ['kill-engine', 'restart-engine', 'power-off-engine'];
/** Milliseconds between two acts of one learner. */
const pause = [250, 1_500] as const;

/** Plans a round. The same seed and options give the same round, on every machine. */
export function planRound(seed: number, options: RoundOptions): Schedule {
  const random = randomOf(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

  const count = Math.round(between(...options.faults));
  const faults: Fault[] = [];
  while (faults.length < count) {
    const kind = pick(faultKinds);
    if (ofEngine.includes(kind) && faults.some((fault) => ofEngine.includes(fault.kind))) continue;
    faults.push({ kind, atMs: Math.round(random() * options.lengthMs), which: random() });
  }

  const acts: Act[] = [];
  for (let learner = 0; learner < options.learners; learner++) {
    acts.push({ learner, kind: 'start', atMs: 0, which: 0 });
    for (let atMs = between(...pause); atMs < options.lengthMs; atMs += between(...pause)) {
      acts.push({ learner, kind: weighted(random()), atMs: Math.round(atMs), which: random() });
    }
  }
  return {
    faults: faults.sort((a, b) => a.atMs - b.atMs),
    acts: acts.sort((a, b) => a.atMs - b.atMs),
    wishes: Array.from({ length: options.learners }, () => pick(wishes)),
  };
}

/** @param at 0 to 1 */
function weighted(at: number): ActKind {
  let left = at * Object.values(actWeights).reduce((sum, weight) => sum + weight);
  for (const kind of actKinds) {
    left -= actWeights[kind];
    if (left < 0) return kind;
  }
  return 'answer';
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
