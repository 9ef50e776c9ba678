import { revisionOf, type Setting } from '#exercise';
import type { Fact } from '../facts.js';
import { enter, isVoid } from '../price.js';
import { progressOf, type Account, type Ledger } from '../state.js';
import { placeOf } from './award.js';

/** A hint, at the price that was told unless a revision names another; charged once. */
export function hinted(ledger: Ledger, account: Account, event: Fact<'hint.revealed'>, rules: Setting) {
  const { task, hint, cost } = event.payload;
  const progress = progressOf(account, task);
  if (progress.hints?.includes(hint)) return;
  progress.hints = [...(progress.hints ?? []), hint];
  const revised = revisionOf(rules.scenario, task)?.hints;
  const isFree = isVoid(rules, task);
  const price = isFree ? 0 : revised && Object.hasOwn(revised, hint) ? revised[hint]! : cost;
  const detail = { hint, ...(isFree ? { void: true as const } : {}) };
  const entry = { team: account.team, task, points: 0 - price, reason: 'hint' as const, detail };
  enter(ledger, account, { ...entry, ...placeOf(event) }, rules);
}

/** The solution: its price is that the task earns nothing any more. What was earned before stays. */
export function boughtSolution(
  ledger: Ledger,
  account: Account,
  event: Fact<'solution.revealed'>,
  rules: Setting,
) {
  const { task } = event.payload;
  const progress = progressOf(account, task);
  if (progress.bought !== undefined) return;
  progress.bought = event.seq;
  const entry = { team: account.team, task, points: 0, reason: 'solution' as const };
  enter(ledger, account, { ...entry, ...placeOf(event) }, rules);
}

/** What staff give or take, for a reason that they say. */
export function adjusted(ledger: Ledger, account: Account, event: Fact<'score.adjusted'>, rules: Setting) {
  const { points, reason, task } = event.payload;
  const entry = { team: account.team, points, reason: 'adjusted' as const, detail: { note: reason } };
  enter(ledger, account, { ...entry, ...(task === undefined ? {} : { task }), ...placeOf(event) }, rules);
}
