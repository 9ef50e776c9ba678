import type { LedgerEntry } from './entry.js';
import type { ServiceState } from './facts.js';

/** How far a team is with a task, by the rules. */
export interface Progress {
  /** Seq of the event that solved it. */
  solved?: number;
  /** Shares of its points that are earned: as a fraction, so that a revision of the points keeps them. */
  earned: number;
  of: number;
  /** Indexes of the probes that have paid their part. */
  parts?: number[];
  /** Hints that were paid for. */
  hints?: string[];
  /** Seq of the event that revealed the solution. */
  bought?: number;
  /** By seq of the hand-in, its exercise time. */
  handIns?: Record<string, number>;
  /** Seq of the hand-in whose grade counts. */
  graded?: number;
  /** Exercise time at which that was handed in. */
  gradedAt?: number;
  /** What was observed towards it, the latest last. */
  seen?: { strength: 'strong' | 'forgeable'; source: string; detail: string }[];
}

/** What a team has kept up of a service. */
export interface Upkeep {
  tick: number;
  last: Exclude<ServiceState, 'unknown'>;
  up: number;
  ticks: number;
}

/** A team's part of the ledger. */
export interface Account {
  team: string;
  bracket?: string;
  score: number;
  /** How many tasks it has solved. */
  solved: number;
  /** Wall time of the last gain, milliseconds since 1970. */
  lastGainAt?: number;
  /** Exercise milliseconds by which its deadlines are put off. */
  extension: number;
  tasks: Record<string, Progress>;
  services: Record<string, Upkeep>;
}

/** What all teams have made of a task. */
export interface TaskBook {
  /** Teams that solved it without buying the solution. */
  solves: number;
  /** Places in `entries` of the awards whose points fall with each solve. */
  awards: number[];
  /** The solves as of which those awards are priced. */
  priced: number;
}

/** The newest schedule, as far as points follow from it; in exercise milliseconds. */
export interface Terms {
  deadline?: number;
  late?: { percent: number; until?: number };
  freezeAt?: number;
}

/** A team's line on the board. */
export interface Standing {
  team: string;
  /** 1 for the best; teams that tie share a rank, and the next rank counts them (1, 2, 2, 4). */
  rank: number;
  score: number;
  solved: number;
  /** Wall time of the last gain, milliseconds since 1970; who reached the same score first stands higher. */
  lastAwardAt: number | undefined;
  bracket: string | undefined;
}

/** The fold's state. Plain data: what is here can be written down and read again. */
export interface Ledger {
  /** Seq of the last event folded. */
  seq: number;
  /** Every team, by id, in the order they joined. */
  accounts: Map<string, Account>;
  /** In the order of the events. */
  entries: LedgerEntry[];
  books: Map<string, TaskBook>;
  terms: Terms;
  /** The board as those see it who are not staff, since it was frozen. */
  frozen?: { seq: number; board: Standing[] };
}

/** A ledger before the first event. */
export const emptyLedger = (): Ledger => ({
  seq: 0,
  accounts: new Map(),
  entries: [],
  books: new Map(),
  terms: {},
});

/** How far a team is with a task; made when it is first asked for. */
export function progressOf(account: Account, task: string): Progress {
  if (!Object.hasOwn(account.tasks, task)) account.tasks[task] = { earned: 0, of: 1 };
  return account.tasks[task]!;
}

/** What all teams have made of a task; made when it is first asked for. */
export function bookOf(ledger: Ledger, task: string): TaskBook {
  const known = ledger.books.get(task);
  if (known) return known;
  const made: TaskBook = { solves: 0, awards: [], priced: 0 };
  ledger.books.set(task, made);
  return made;
}
