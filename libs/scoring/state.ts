import type { LedgerEntry } from './entry.js';
import type { ServiceState } from './facts.js';

/** How far a team is with a task, by the rules. */
export interface Progress {
  /** Seq of the event that solved it. */
  solved: number | undefined;
  /** Shares of its points that are earned: as a fraction, so that a revision of the points keeps them. */
  earned: number;
  of: number;
  /** Hints that were paid for. */
  hints: string[] | undefined;
  /** Seq of the event that revealed the solution. */
  bought: number | undefined;
  /** Indexes of the probes that have paid their part. */
  parts?: number[];
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
  bracket: string | undefined;
  score: number;
  /** How many tasks it has solved. */
  solved: number;
  /** Wall time of the last gain, milliseconds since 1970. */
  lastGainAt: number | undefined;
  /** Exercise milliseconds by which its deadlines are put off. */
  extension: number;
  /** By the index of the task's book; null, or beyond the end, for a task that the team has not touched. */
  progress: (Progress | null)[];
  /** Places of its entries in the ledger's. */
  entries: number[];
  services: Record<string, Upkeep>;
}

/** What all teams have made of a task. */
export interface TaskBook {
  /** Its place among the books, in the order in which tasks were first touched. */
  index: number;
  /** Teams that solved it without buying the solution. */
  solves: number;
  /** Places in `entries` of the awards whose points fall with each solve. */
  awards: number[];
  /** What all of those awards are priced at; undefined when the value has changed since some of them. */
  value: number | undefined;
  /** How many of those awards there were when they were last told their value. */
  told: number;
}

/** The newest schedule, as far as points follow from it; in exercise milliseconds. */
export interface Terms {
  deadline?: number;
  late?: { percent: number; until?: number };
  freezeAt?: number;
}

/** A team's line on the board. Boards that were given away share them: none is ever changed. */
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
  frozen?: { seq: number; board: readonly Standing[] };
}

/** A ledger before the first event. */
export const emptyLedger = (): Ledger => ({
  seq: 0,
  accounts: new Map(),
  entries: [],
  books: new Map(),
  terms: {},
});

/** How far a team is with a task; undefined when it has not touched it. */
export function progressIn(ledger: Ledger, account: Account, task: string): Progress | undefined {
  const book = ledger.books.get(task);
  return book && (account.progress[book.index] ?? undefined);
}

/** How far a team is with a task; made when it is first asked for. */
export function progressOf(ledger: Ledger, account: Account, task: string): Progress {
  const { index } = bookOf(ledger, task);
  const { progress } = account;
  while (progress.length <= index) progress.push(null);
  return (progress[index] ??= { solved: undefined, earned: 0, of: 1, hints: undefined, bought: undefined });
}

/** Seq of the event by which a team solved a task, by the rules; undefined when it has not. */
export const solvedAt = (ledger: Ledger, account: Account, task: string): number | undefined =>
  progressIn(ledger, account, task)?.solved;

/** What all teams have made of a task; made when it is first asked for. */
export function bookOf(ledger: Ledger, task: string): TaskBook {
  const known = ledger.books.get(task);
  if (known) return known;
  const made = { index: ledger.books.size, solves: 0, awards: [], value: undefined, told: 0 };
  ledger.books.set(task, made);
  return made;
}
