import type { Setting } from '#exercise';
import { entriesOf } from './ledger.js';
import { scoreboard } from './scoreboard.js';
import { solvedAt, type Ledger } from './state.js';

/** What other rules make of a team. */
export interface TeamDifference {
  team: string;
  before: { rank: number; score: number };
  after: { rank: number; score: number };
  /** Tasks whose points differ. */
  tasks: { task: string; before: number; after: number }[];
}

/** A ledger with the rules that it was folded by. */
export interface Counted {
  ledger: Ledger;
  rules: Setting;
}

/** Teams whose score, rank or tasks differ between two ledgers of one log, by their rank afterwards. */
export function differenceBetween(before: Counted, after: Counted): TeamDifference[] {
  const [earned, earns] = [pointsByTask(before), pointsByTask(after)];
  const stood = new Map(scoreboard(before.ledger, before.rules).map((row) => [row.team, row]));
  return scoreboard(after.ledger, after.rules).flatMap(({ team, rank, score }) => {
    const was = stood.get(team)!;
    const [had, has] = [earned.get(team), earns.get(team)];
    const tasks = [...new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])]
      .map((task) => ({ task, before: had?.get(task) ?? 0, after: has?.get(task) ?? 0 }))
      .filter((task) => task.before !== task.after);
    if (tasks.length === 0 && was.rank === rank && was.score === score) return [];
    return [{ team, before: { rank: was.rank, score: was.score }, after: { rank, score }, tasks }];
  });
}

/** What teams solved by the one rules and not by the others. */
export function newlySolved(before: Ledger, after: Ledger): { team: string; task: string }[] {
  return [...after.accounts.values()].flatMap((account) => {
    const earlier = before.accounts.get(account.team);
    return [...after.books.keys()].flatMap((task) =>
      solvedAt(after, account, task) !== undefined &&
      !(earlier && solvedAt(before, earlier, task) !== undefined)
        ? [{ team: account.team, task }]
        : [],
    );
  });
}

function pointsByTask({ ledger, rules }: Counted): Map<string, Map<string, number>> {
  const teams = new Map<string, Map<string, number>>();
  for (const { team, task, points } of entriesOf(ledger, rules)) {
    if (task === undefined) continue;
    const tasks = teams.get(team) ?? new Map<string, number>();
    teams.set(team, tasks);
    tasks.set(task, (tasks.get(task) ?? 0) + points);
  }
  return teams;
}
