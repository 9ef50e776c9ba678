import type { Setting } from '#exercise';
import type { Scenario } from '#scenario';
import { settle } from './price.js';
import type { Account, Ledger, Standing } from './state.js';

/** Most points that can be earned by a scenario's tasks, bonuses left aside. */
export const mostPoints = (scenario: Pick<Scenario, 'tasks'>): number =>
  scenario.tasks.reduce((sum, task) => sum + task.points, 0);

/** By ledger, its accounts as they last stood: nearly sorted is quickly sorted. */
const orders = new WeakMap<Ledger, Account[]>();

/** Every team's standing, best first; on equal scores who had them first, then by team id. */
export function scoreboard(ledger: Ledger, rules: Setting): Standing[] {
  settle(ledger, rules);
  const order = orders.get(ledger) ?? [];
  if (order.length < ledger.accounts.size) {
    const known = new Set(order);
    for (const account of ledger.accounts.values()) if (!known.has(account)) order.push(account);
    orders.set(ledger, order);
  }
  order.sort(byMerit);
  return ranked(
    order.map(({ team, score, solved, lastGainAt, bracket }) => {
      const row: Standing = { team, rank: 0, score, solved };
      if (lastGainAt !== undefined) row.lastAwardAt = lastGainAt;
      if (bracket !== undefined) row.bracket = bracket;
      return row;
    }),
  );
}

/** The board of one bracket, with ranks of its own. */
export const inBracket = (board: readonly Standing[], bracket: string): Standing[] =>
  ranked(board.filter((row) => row.bracket === bracket).map((row) => ({ ...row })));

/** The board as someone may see it: those who are not staff see a frozen one as it was then. */
export function boardFor(ledger: Ledger, rules: Setting, viewer: { staff: boolean }) {
  if (ledger.frozen && !viewer.staff) return { board: ledger.frozen.board, frozenAt: ledger.frozen.seq };
  return { board: scoreboard(ledger, rules), frozenAt: ledger.frozen?.seq };
}

function byMerit(a: Account, b: Account): number {
  if (a.score !== b.score) return b.score - a.score;
  const [first, second] = [a.lastGainAt ?? Infinity, b.lastGainAt ?? Infinity];
  if (first !== second) return first < second ? -1 : 1;
  return a.team < b.team ? -1 : 1;
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
