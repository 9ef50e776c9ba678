import type { Scenario } from '#scenario';
import type { LedgerEntry } from './entry.js';
import type { Standing } from './state.js';

/** A scoreboard as CTFtime reads it: https://ctftime.org/json-scoreboard-feed. Times are in seconds since 1970. */
export interface CtftimeFeed {
  tasks: string[];
  standings: {
    pos: number;
    team: string;
    score: number;
    taskStats: Record<string, { points: number; time: number }>;
    lastAccept?: number;
  }[];
}

const seconds = (ms: number) => Math.floor(ms / 1000);

/**
 * The board for CTFtime. Every team has a place of its own there, so ties are listed in the board's order.
 * @param titleOf what a task is called
 * @param entries those that the board is made of
 */
export function ctftimeFeed(
  board: readonly (Standing & { name: string })[],
  entries: Iterable<LedgerEntry>,
  { tasks }: Pick<Scenario, 'tasks'>,
  titleOf: (task: Scenario['tasks'][number]) => string,
): CtftimeFeed {
  const names = distinct(tasks.map((task) => ({ id: task.id, title: titleOf(task) })));
  const stats = new Map<string, CtftimeFeed['standings'][number]['taskStats']>();
  for (const { team, task, points, at } of entries) {
    const name = task === undefined ? undefined : names.get(task);
    if (name === undefined) continue;
    const of = stats.get(team) ?? {};
    stats.set(team, of);
    const before = Object.hasOwn(of, name) ? of[name] : undefined;
    const time = points > 0 || !before ? seconds(at) : before.time;
    of[name] = { points: (before?.points ?? 0) + points, time };
  }
  const standings = board.map(({ team, name, score, lastAwardAt }, index) => ({
    pos: index + 1,
    team: name,
    score,
    taskStats: stats.get(team) ?? {},
    ...(lastAwardAt === undefined ? {} : { lastAccept: seconds(lastAwardAt) }),
  }));
  return { tasks: [...names.values()], standings };
}

/** By id, the titles; those of tasks that are called alike have the id behind them. */
function distinct(tasks: { id: string; title: string }[]): Map<string, string> {
  const alike = (title: string) => tasks.filter((task) => task.title === title).length > 1;
  return new Map(tasks.map(({ id, title }) => [id, alike(title) ? `${title} (${id})` : title]));
}
