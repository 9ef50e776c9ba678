import type { Envelope, ServiceState } from './facts.js';

/** What a change of a score is for. */
export type Reason =
  | 'answer'
  | 'check'
  | 'observed'
  | 'grade'
  | 'time-bonus'
  | 'first-blood'
  | 'hint'
  | 'solution'
  | 'service'
  | 'sla'
  | 'adjusted';

/** One change of a team's score, and the event it rests on. */
export interface LedgerEntry {
  team: string;
  task?: string;
  /** Positive for what was earned, negative for what was paid or lost; whole. */
  points: number;
  reason: Reason;
  /** The event that the entry rests on. */
  seq: number;
  /** Wall time of that event, milliseconds since 1970. */
  at: number;
  /** Exercise time of that event, milliseconds. */
  clock: number;
  /** How the points come about, for words. */
  detail?: EntryDetail;
}

export interface EntryDetail {
  /** Which part of the task's value it is, where not all: from how many of so many shares to how many. */
  share?: { from: number; to: number; of: number };
  /** Of a task that is worth less with each solve: what it is worth now, and how many solved it. */
  value?: number;
  solves?: number;
  /** A bonus before any deduction. */
  bonus?: number;
  /** 1 for the first team that solved the task. */
  place?: number;
  /** Exercise time at which the work was handed in, where the event came later. */
  handedIn?: number;
  /** When the work was handed in whose grade this one replaces. */
  replaced?: number;
  /** Given after the deadline: by how many exercise milliseconds, the percent that were taken off for it, and the points. */
  late?: { by: number; percent: number; off: number };
  /** The task was declared void: no one earns or pays anything for it. */
  void?: true;
  /** The team had bought the solution before. */
  bought?: true;
  hint?: string;
  service?: string;
  state?: ServiceState;
  tick?: number;
  /** The probe could not tell the state: what is counted is the last known one. */
  assumed?: true;
  /** Percent of the ticks in which the service was up, and what was agreed. */
  level?: { percent: number; target: number };
  /** Why staff changed the score. */
  note?: string;
  /** Seq of the hand-in that was graded. */
  submission?: number;
  /** The weakest of the evidence that was seen, and what it was. */
  evidence?: { strength: 'strong' | 'forgeable'; sources: string[]; seen: string[] };
}

/**
 * A new entry, not priced yet. All are made here, with the same keys in the same order: there are very many of them, and
 * alike ones are quick to read.
 */
export function newEntry(
  team: string,
  reason: Reason,
  { seq, at, clock }: Envelope,
  { task, points = 0, detail }: Partial<Pick<LedgerEntry, 'task' | 'points' | 'detail'>>,
): LedgerEntry {
  return { team, task, points, reason, seq, at, clock, detail };
}

/** Whether an entry is an award: what its points are depends on the task's value, the deadline and revisions. */
export const isAward = ({ reason }: Pick<LedgerEntry, 'reason'>): boolean =>
  reason === 'answer' ||
  reason === 'check' ||
  reason === 'observed' ||
  reason === 'grade' ||
  reason === 'time-bonus' ||
  reason === 'first-blood';
