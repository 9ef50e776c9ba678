import type { Setting } from '#exercise';
import { valueAfter } from './decay.js';
import { isAward, type EntryDetail, type LedgerEntry } from './entry.js';
import { bookOf, type Account, type Ledger, type Terms } from './state.js';
import { ruleOf, type TaskRule } from './task-rule.js';

/** Puts a new entry in the ledger and on its team's score, at the price that counts now. */
export function enter(ledger: Ledger, account: Account, entry: LedgerEntry, rules: Setting): void {
  const place = ledger.entries.push(entry) - 1;
  account.entries.push(place);
  if (isAward(entry)) priceFirst(ledger, account, entry, place, rules);
  account.score += entry.points;
  if (entry.points > 0) account.lastGainAt = entry.at;
}

function priceFirst(ledger: Ledger, account: Account, entry: LedgerEntry, place: number, rules: Setting) {
  const rule = ruleOf(rules, entry.task!)!;
  const book = bookOf(ledger, rule.task.id);
  const value = valueAfter(rule.task, book.solves);
  price(entry, value, rule, ledger.terms, account);
  if (!rule.task.decay || entry.detail?.bonus !== undefined) return;
  if (book.awards.length === 0) book.value = value;
  else if (book.value !== value) book.value = undefined;
  book.awards.push(place);
}

/**
 * Prices the awards of tasks anew whose value has fallen since. Called before anything is read: while a log is folded, a
 * value that falls with each solve would else be given to every earlier solver each time.
 */
export function settle(ledger: Ledger, rules: Setting): void {
  for (const [id, book] of ledger.books) {
    if (book.value !== undefined || book.awards.length === 0) continue;
    const rule = ruleOf(rules, id)!;
    book.value = valueAfter(rule.task, book.solves);
    for (const place of book.awards) {
      const entry = ledger.entries[place]!;
      reprice(entry, book.value, rule, ledger.terms, ledger.accounts.get(entry.team)!);
    }
  }
}

/** Writes into the details of awards whose value falls what it has fallen to: only words need it. */
export function tellValues(ledger: Ledger, rules: Setting): void {
  for (const [id, book] of ledger.books) {
    if (book.told === book.awards.length) continue;
    book.told = book.awards.length;
    const rule = ruleOf(rules, id)!;
    if (rule.isVoid) continue;
    const worth = { value: valueAfter(rule.task, book.solves), solves: book.solves };
    for (const place of book.awards) {
      const entry = ledger.entries[place]!;
      entry.detail = { ...entry.detail, ...worth };
    }
  }
}

/** Prices every award anew: after a change of the deadline. */
export function repriceAll(ledger: Ledger, rules: Setting): void {
  for (const account of ledger.accounts.values()) repriceTeam(ledger, account, rules);
}

/** Prices every award of a team anew: after a change of its own deadline. */
export function repriceTeam(ledger: Ledger, account: Account, rules: Setting): void {
  account.lastGainAt = undefined;
  for (const place of account.entries) {
    const entry = ledger.entries[place]!;
    if (isAward(entry)) {
      const rule = ruleOf(rules, entry.task!)!;
      reprice(entry, valueAfter(rule.task, bookOf(ledger, entry.task!).solves), rule, ledger.terms, account);
    }
    if (entry.points > 0) account.lastGainAt = entry.at;
  }
}

function reprice(entry: LedgerEntry, value: number, rule: TaskRule, terms: Terms, account: Account): void {
  const before = entry.points;
  price(entry, value, rule, terms, account);
  account.score += entry.points - before;
}

/** Sets an award's points, and with them what its words need. @param value what its task is worth now */
function price(entry: LedgerEntry, value: number, rule: TaskRule, terms: Terms, account: Account): void {
  if (rule.isVoid) {
    entry.detail = { ...entry.detail, void: true };
    entry.points = 0;
    return;
  }
  const lateAt = (clock: number) => lateness(terms, account.extension, clock);
  const late = lateAt(entry.detail?.handedIn ?? entry.clock);
  if (late) entry.detail = { ...entry.detail, late };
  else if (entry.detail?.late) delete entry.detail.late;
  entry.points = entry.detail ? worth(entry.detail, value, lateAt) : value;
  if (late) late.off = worth({ ...entry.detail, late: undefined }, value, () => undefined) - entry.points;
}

/** What an award is worth by the way it came about. */
function worth(
  { bonus, late, share, replaced }: EntryDetail,
  value: number,
  lateAt: (clock: number) => Late | undefined,
): number {
  if (bonus !== undefined) return deducted(bonus, late);
  if (!share) return deducted(value, late);
  // From share to share, so that the parts of a task together earn exactly what it is worth.
  const part = (shares: number) => Math.round((value * shares) / share.of);
  return replaced === undefined
    ? deducted(part(share.to) - part(share.from), late)
    : deducted(part(share.to), late) - deducted(part(share.from), lateAt(replaced));
}

type Late = NonNullable<EntryDetail['late']>;

const deducted = (points: number, late: Late | undefined) =>
  points - (late ? Math.round((points * late.percent) / 100) : 0);

/** How late something at this exercise time is, and what it costs; undefined when it is in time. */
function lateness({ deadline, late }: Terms, extension: number, clock: number): Late | undefined {
  if (deadline === undefined || clock <= deadline + extension) return undefined;
  const by = clock - deadline - extension;
  const counts = late && (late.until === undefined || clock <= late.until + extension);
  return { by, percent: counts ? late.percent : 100, off: 0 };
}
