import { revisionOf, type Setting } from '#exercise';
import { newEntry } from '../entry.js';
import type { Fact } from '../facts.js';
import { enter } from '../price.js';
import { progressOf, type Account, type Ledger } from '../state.js';

/** A hint, at the price that was told unless a revision names another; charged once. */
export function hinted(ledger: Ledger, account: Account, event: Fact<'hint.revealed'>, rules: Setting) {
  const { task, hint, cost } = event.payload;
  const progress = progressOf(ledger, account, task);
  if (progress.hints?.includes(hint)) return;
  progress.hints = [...(progress.hints ?? []), hint];
  const { hints: revised, void: isFree } = revisionOf(rules.scenario, task) ?? {};
  const price = isFree ? 0 : revised && Object.hasOwn(revised, hint) ? revised[hint]! : cost;
  const detail = isFree ? { hint, void: true as const } : { hint };
  enter(ledger, account, newEntry(account.team, 'hint', event, { task, points: 0 - price, detail }), rules);
}

/** The solution: its price is that the task earns nothing any more. What was earned before stays. */
export function boughtSolution(
  ledger: Ledger,
  account: Account,
  event: Fact<'solution.revealed'>,
  rules: Setting,
) {
  const { task } = event.payload;
  const progress = progressOf(ledger, account, task);
  if (progress.bought !== undefined) return;
  progress.bought = event.seq;
  enter(ledger, account, newEntry(account.team, 'solution', event, { task }), rules);
}

/** What staff give or take, for a reason that they say. */
export function adjusted(ledger: Ledger, account: Account, event: Fact<'score.adjusted'>, rules: Setting) {
  const { points, reason, task } = event.payload;
  const detail = { note: reason };
  enter(ledger, account, newEntry(account.team, 'adjusted', event, { task, points, detail }), rules);
}
