import type { Setting } from '#exercise';
import type { Scenario } from '#scenario';
import { settle } from './price.js';
import type { Account, Ledger, Standing } from './state.js';

/** Most points that can be earned by a scenario's tasks, bonuses left aside. */
export const mostPoints = (scenario: Pick<Scenario, 'tasks'>): number =>
  scenario.tasks.reduce((sum, task) => sum + task.points, 0);

/** An account with what it was put in order by. */
interface Place {
  account: Account;
  score: number;
  gainAt: number;
}

/** By ledger, its accounts as they last stood: most of them still stand so. */
const orders = new WeakMap<Ledger, Place[]>();

/** Every team's standing, best first; on equal scores who had them first, then by team id. */
export function scoreboard(ledger: Ledger, rules: Setting): Standing[] {
  settle(ledger, rules);
  const order = inOrder(ledger);
  orders.set(ledger, order);
  return ranked(
    order.map(({ account: { team, score, solved, lastGainAt, bracket } }) => {
      return { team, rank: 0, score, solved, lastAwardAt: lastGainAt, bracket };
    }),
  );
}

/**
 * The accounts in order. Those of which nothing changed are in order already, and the others nearly so, for a value that
 * falls takes the same from all: each kind on its own is quickly sorted, and then they are merged.
 */
function inOrder(ledger: Ledger): Place[] {
  const before = orders.get(ledger) ?? [];
  const [still, moved]: [Place[], Place[]] = [[], []];
  for (const place of before) {
    const { account } = place;
    const isStill = place.score === account.score && place.gainAt === (account.lastGainAt ?? Infinity);
    if (isStill) still.push(place);
    else moved.push(placed(account));
  }
  if (before.length < ledger.accounts.size) {
    const known = new Set(before.map(({ account }) => account));
    for (const account of ledger.accounts.values()) if (!known.has(account)) moved.push(placed(account));
  }
  if (moved.length === 0) return before;
  moved.sort(byMerit);
  return merged(still, moved);
}

const placed = (account: Account): Place => {
  return { account, score: account.score, gainAt: account.lastGainAt ?? Infinity };
};

function merged(some: readonly Place[], others: readonly Place[]): Place[] {
  const all: Place[] = [];
  let next = 0;
  for (const place of some) {
    while (next < others.length && byMerit(others[next]!, place) < 0) all.push(others[next++]!);
    all.push(place);
  }
  while (next < others.length) all.push(others[next++]!);
  return all;
}

/** The board of one bracket, with ranks of its own. */
export const inBracket = (board: readonly Standing[], bracket: string): Standing[] =>
  ranked(board.filter((row) => row.bracket === bracket).map((row) => ({ ...row })));

/** The board as someone may see it: those who are not staff see a frozen one as it was then. */
export function boardFor(ledger: Ledger, rules: Setting, viewer: { staff: boolean }) {
  if (ledger.frozen && !viewer.staff) return { board: ledger.frozen.board, frozenAt: ledger.frozen.seq };
  return { board: scoreboard(ledger, rules), frozenAt: ledger.frozen?.seq };
}

function byMerit(a: Place, b: Place): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.gainAt !== b.gainAt) return a.gainAt < b.gainAt ? -1 : 1;
  return a.account.team < b.account.team ? -1 : 1;
}

/** Gives rows in order of merit their ranks: 1, 2, 2, 4. */
function ranked(rows: Standing[]): Standing[] {
  let above: Standing | undefined;
  for (const [index, row] of rows.entries()) {
    const ties = above !== undefined && above.score === row.score && above.lastAwardAt === row.lastAwardAt;
    row.rank = ties ? above!.rank : index + 1;
    above = row;
  }
  return rows;
}
