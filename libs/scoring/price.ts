import { revisionOf, type Setting } from '#exercise';
import type { Task } from '#scenario';
import { valueAfter } from './decay.js';
import { isAward, type LedgerEntry } from './entry.js';
import { bookOf, type Account, type Ledger, type Terms } from './state.js';

const indexes = new WeakMap<object, Map<string, Task>>();

/** The task of the rules with this id. */
export function taskIn({ scenario }: Setting, id: string): Task | undefined {
  let known = indexes.get(scenario);
  if (!known) {
    known = new Map(scenario.tasks.map((task) => [task.id, task]));
    indexes.set(scenario, known);
  }
  return known.get(id);
}

/** Whether the rules declare the task void. */
export const isVoid = ({ scenario }: Setting, task: string): boolean =>
  revisionOf(scenario, task)?.void === true;

/** Puts a new entry in the ledger and on its team's score, at the price that counts now. */
export function enter(ledger: Ledger, account: Account, entry: LedgerEntry, rules: Setting): void {
  if (isAward(entry)) {
    price(entry, ledger, account, rules);
    const task = taskIn(rules, entry.task!);
    if (task?.decay && entry.detail?.bonus === undefined)
      bookOf(ledger, task.id).awards.push(ledger.entries.length);
  }
  ledger.entries.push(entry);
  account.score += entry.points;
  if (entry.points > 0) account.lastGainAt = entry.at;
}

/**
 * Prices the awards of tasks anew whose value has fallen since. Called before anything is read: while a log is folded, a
 * value that falls with each solve would else be given to every earlier solver each time.
 */
export function settle(ledger: Ledger, rules: Setting): void {
  for (const book of ledger.books.values()) {
    if (book.priced === book.solves) continue;
    book.priced = book.solves;
    for (const place of book.awards) reprice(ledger, ledger.entries[place]!, rules);
  }
}

/** Prices every award anew, or those of one team: after a change of the deadline. */
export function repriceAll(ledger: Ledger, rules: Setting, team?: string): void {
  for (const entry of ledger.entries) {
    if (isAward(entry) && (team === undefined || entry.team === team)) reprice(ledger, entry, rules);
  }
  for (const account of ledger.accounts.values()) {
    if (team === undefined || account.team === team) delete account.lastGainAt;
  }
  for (const { team: of, points, at } of ledger.entries) {
    if (points > 0 && (team === undefined || of === team)) ledger.accounts.get(of)!.lastGainAt = at;
  }
}

function reprice(ledger: Ledger, entry: LedgerEntry, rules: Setting): void {
  const account = ledger.accounts.get(entry.team)!;
  const before = entry.points;
  price(entry, ledger, account, rules);
  account.score += entry.points - before;
}

/** Sets an award's points, and with them what its words need. */
function price(entry: LedgerEntry, ledger: Ledger, account: Account, rules: Setting): void {
  const task = taskIn(rules, entry.task!)!;
  if (isVoid(rules, task.id)) {
    entry.detail = { ...entry.detail, void: true };
    entry.points = 0;
    return;
  }
  const { terms } = ledger;
  const lateAt = (clock: number) => lateness(terms, account.extension, clock);
  const late = terms.deadline === undefined ? undefined : lateAt(entry.detail?.handedIn ?? entry.clock);
  if (late) entry.detail = { ...entry.detail, late };
  else if (entry.detail?.late) delete entry.detail.late;
  if (entry.detail?.bonus !== undefined) {
    entry.points = deducted(entry.detail.bonus, late);
    return;
  }
  let value = task.points;
  if (task.decay) {
    const { solves } = bookOf(ledger, task.id);
    value = valueAfter(task, solves);
    const detail = (entry.detail ??= {});
    detail.value = value;
    detail.solves = solves;
  }
  const { share, replaced } = entry.detail ?? {};
  if (!share) {
    entry.points = deducted(value, late);
    return;
  }
  // From share to share, so that the parts of a task together earn exactly what it is worth.
  const part = (shares: number) => Math.round((value * shares) / share.of);
  entry.points =
    replaced === undefined
      ? deducted(part(share.to) - part(share.from), late)
      : deducted(part(share.to), late) - deducted(part(share.from), lateAt(replaced));
}

const deducted = (points: number, late: { percent: number } | undefined) =>
  points - (late ? Math.round((points * late.percent) / 100) : 0);

/** How late something at this exercise time is, and what it costs; undefined when it is in time. */
function lateness({ deadline, late }: Terms, extension: number, clock: number) {
  if (deadline === undefined || clock <= deadline + extension) return undefined;
  const by = clock - deadline - extension;
  const counts = late && (late.until === undefined || clock <= late.until + extension);
  return { by, percent: counts ? late.percent : 100 };
}
