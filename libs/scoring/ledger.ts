import { isRight, type ExerciseEvent, type Setting } from '#exercise';
import type { Task } from '#scenario';

/** One change of a team's score, and the event it rests on. */
export interface LedgerEntry {
  team: string;
  task: string;
  /** Positive for what was earned, negative for what was paid. */
  points: number;
  reason: 'answer' | 'check' | 'hint';
  /** The event that the entry rests on. */
  seq: number;
  /** Wall time of that event, milliseconds since 1970. */
  at: number;
  hint?: string;
}

/** The fold's state: entries in the order of the events, and which tasks have paid out. */
export interface Ledger {
  /** Seq of the last event folded. */
  seq: number;
  /** Every team in the order it joined. */
  teams: string[];
  entries: LedgerEntry[];
  /** `team/task` of every award, so that none is made twice. */
  awarded: Set<string>;
}

export const emptyLedger = (): Ledger => ({ seq: 0, teams: [], entries: [], awarded: new Set() });

/**
 * Folds one event into a ledger, in place. The fold judges answers itself, by the rules it is given: the verdict in the
 * log is what the trainee was told then, not what counts now.
 */
export function foldLedger(ledger: Ledger, event: ExerciseEvent, rules: Setting): void {
  ledger.seq = event.seq;
  if (!event.team) return;
  if (event.type === 'team.joined') ledger.teams.push(event.team);
  const entry = entryOf(event, event.team, rules);
  if (!entry) return;
  if (entry.reason !== 'hint') {
    const award = `${entry.team}/${entry.task}`;
    if (ledger.awarded.has(award)) return;
    ledger.awarded.add(award);
  }
  ledger.entries.push(entry);
}

/** The whole ledger of a log. */
export function ledgerOf(events: Iterable<ExerciseEvent>, rules: Setting): Ledger {
  const ledger = emptyLedger();
  for (const event of events) foldLedger(ledger, event, rules);
  return ledger;
}

function entryOf(event: ExerciseEvent, team: string, { scenario, values }: Setting): LedgerEntry | undefined {
  const task = (id: string): Task | undefined => scenario.tasks.find((t) => t.id === id);
  const base = { team, seq: event.seq, at: event.at };
  switch (event.type) {
    case 'answer.submitted': {
      const about = task(event.payload.task);
      if (!about || !isRight(event.payload.answer, about, values(team))) return undefined;
      return { ...base, task: about.id, points: about.points, reason: 'answer' };
    }
    case 'check.passed': {
      const about = task(event.payload.task);
      return about && { ...base, task: about.id, points: about.points, reason: 'check' };
    }
    case 'hint.revealed': {
      const { task: id, hint, cost } = event.payload;
      return { ...base, task: id, points: 0 - cost, reason: 'hint', hint };
    }
    default:
      return undefined;
  }
}
