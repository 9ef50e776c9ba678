import type { Setting } from '#exercise';
import type { Scenario } from '#scenario';
import { settle } from './price.js';
import type { Account, Ledger, Standing } from './state.js';

/** Most points that can be earned by a scenario's tasks, bonuses left aside. */
export const mostPoints = (scenario: Pick<Scenario, 'tasks'>): number =>
  scenario.tasks.reduce((sum, task) => sum + task.points, 0);

/** An account with its line on the board as it was last read. Lines are given away: a change makes a new one. */
interface Place {
  account: Account;
  row: Standing;
}

interface Board {
  order: Place[];
  rows: readonly Standing[];
}

/** By ledger, its board as it was last read: most of the next one is the same. */
const boards = new WeakMap<Ledger, Board>();

/** Every team's standing, best first; on equal scores who had them first, then by team id. */
export function scoreboard(ledger: Ledger, rules: Setting): readonly Standing[] {
  settle(ledger, rules);
  const before = boards.get(ledger) ?? { order: [], rows: [] };
  const order = inOrder(ledger, before.order);
  if (order === before.order) return before.rows;
  const rows = ranked(order.map(({ row }) => row));
  for (const [index, row] of rows.entries()) order[index]!.row = row;
  boards.set(ledger, { order, rows });
  return rows;
}

/**
 * The accounts in order; the same list when nothing changed. Those of which nothing changed are in order already, and the
 * others nearly so, for a value that falls takes the same from all: each kind on its own is quickly sorted, and then they
 * are merged.
 */
function inOrder(ledger: Ledger, before: Place[]): Place[] {
  const [still, moved]: [Place[], Place[]] = [[], []];
  for (const place of before) {
    if (isStill(place)) still.push(place);
    else moved.push(stand(place));
  }
  // No account ever leaves: those that came since are the last.
  for (const account of [...ledger.accounts.values()].slice(before.length))
    moved.push({ account, row: rowOf(account) });
  if (moved.length === 0) return before;
  moved.sort(byMerit);
  return merged(still, moved);
}

const isStill = ({ account, row }: Place): boolean =>
  row.score === account.score &&
  row.solved === account.solved &&
  row.lastAwardAt === account.lastGainAt &&
  row.bracket === account.bracket;

function stand(place: Place): Place {
  place.row = rowOf(place.account);
  return place;
}

const rowOf = ({ team, score, solved, lastGainAt, bracket }: Account): Standing => {
  return { team, rank: unranked, score, solved, lastAwardAt: lastGainAt, bracket };
};

/** What no rank is: it is given when all are in order. */
const unranked = 0;

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
export const inBracket = (board: readonly Standing[], bracket: string): readonly Standing[] =>
  ranked(board.filter((row) => row.bracket === bracket));

/** The board as someone may see it: those who are not staff see a frozen one as it was then. */
export function boardFor(ledger: Ledger, rules: Setting, viewer: { staff: boolean }) {
  if (ledger.frozen && !viewer.staff) return { board: ledger.frozen.board, frozenAt: ledger.frozen.seq };
  return { board: scoreboard(ledger, rules), frozenAt: ledger.frozen?.seq };
}

const byMerit = ({ row: a }: Place, { row: b }: Place): number =>
  b.score - a.score || gainAt(a) - gainAt(b) || (a.team < b.team ? -1 : 1);

/** Who never gained anything comes after who did. */
const gainAt = ({ lastAwardAt = Number.MAX_SAFE_INTEGER }: Standing): number => lastAwardAt;

/** Rows in order of merit with their ranks: 1, 2, 2, 4. Those that have theirs already stay as they are. */
function ranked(rows: readonly Standing[]): readonly Standing[] {
  let above: Standing | undefined;
  return rows.map((row, index) => {
    const ties = above !== undefined && above.score === row.score && above.lastAwardAt === row.lastAwardAt;
    const rank = ties ? above!.rank : index + 1;
    above = row.rank === rank ? row : { ...row, rank };
    return above;
  });
}
