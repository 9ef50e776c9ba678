import type { Setting } from '#exercise';
import { durationMs, type Task } from '#scenario';
import { newEntry, type EntryDetail, type Reason } from '../entry.js';
import type { Envelope } from '../facts.js';
import { enter } from '../price.js';
import { bookOf, progressOf, solvedAt, type Account, type Ledger } from '../state.js';

/** What a team reached in a task, and by what. */
export interface Reached {
  task: Task;
  reason: Extract<Reason, 'answer' | 'check' | 'observed' | 'grade'>;
  /** How many of so many shares of the task's points it has now. */
  to: number;
  of: number;
  solves: boolean;
  detail?: EntryDetail;
}

/**
 * Enters what a team reached in a task: the difference to what it had. The first time that it solves the task there are
 * bonuses too; a second time there is nothing. Without its prerequisites nothing counts.
 */
export function award(
  ledger: Ledger,
  account: Account,
  event: Envelope,
  reached: Reached,
  rules: Setting,
): void {
  const { task, reason } = reached;
  if (!isOpen(ledger, account, task)) return;
  const progress = progressOf(ledger, account, task.id);
  const from = (progress.earned * reached.of) / progress.of;
  // What was handed in before the solution was bought counts, whenever it is graded.
  const bought = (progress.bought ?? Infinity) < (reached.detail?.submission ?? event.seq);
  const to = bought ? from : reached.to;
  const isSolve = reached.solves && progress.solved === undefined;
  const { replaced, handedIn } = reached.detail ?? {};
  const isSameWork = replaced === undefined || replaced === handedIn;
  if (to === from && !isSolve && isSameWork) return;
  progress.earned = to;
  progress.of = reached.of;
  let place: number | undefined;
  if (isSolve) {
    progress.solved = event.seq;
    account.solved += 1;
    if (!bought) place = ++bookOf(ledger, task.id).solves;
  }
  let detail = reached.detail;
  // What is earned at one stroke needs no share: most entries of a contest are such, and there are very many.
  if (from !== 0 || to !== reached.of) detail = { ...detail, share: { from, to, of: reached.of } };
  if (bought) detail = { ...detail, bought: true };
  const enterAs = (kind: Reason, how: EntryDetail | undefined) =>
    enter(ledger, account, newEntry(account.team, kind, event, { task: task.id, detail: how }), rules);
  enterAs(reason, detail);
  if (place === undefined) return;
  const early = timeBonus(task, handedIn ?? event.clock);
  const blood = task.firstBlood?.[place - 1];
  if (early > 0) enterAs('time-bonus', { handedIn, bonus: early });
  if (blood) enterAs('first-blood', { handedIn, bonus: blood, place });
}

/** Whether a team has solved, by the rules, what a task requires. */
export const isOpen = (ledger: Ledger, account: Account, task: Task): boolean =>
  task.requires.every((other) => solvedAt(ledger, account, other) !== undefined);

/** What the time bonus of a task is at an exercise time, in whole points. */
function timeBonus({ timeBonus: bonus }: Task, clock: number): number {
  if (!bonus) return 0;
  return Math.max(0, Math.floor(bonus.points * (1 - clock / durationMs(bonus.within))));
}
