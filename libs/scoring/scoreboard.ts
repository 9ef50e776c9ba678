import type { Scenario } from '#scenario';
import type { Ledger } from './ledger.js';

/** A team's line on the board. */
export interface Standing {
  team: string;
  /** 1 for the best; teams that tie share a rank, and the next rank counts them (1, 1, 3). */
  rank: number;
  score: number;
  solved: number;
  /** Wall time of the last award, milliseconds since 1970; who reached the same score first stands higher. */
  lastAwardAt?: number;
}

/** Most points that can be earned in a scenario. */
export const mostPoints = (scenario: Scenario): number =>
  scenario.tasks.reduce((sum, task) => sum + task.points, 0);

/** Every team's standing, best first; on equal scores who got there earlier, then by team id. */
export function scoreboard(ledger: Ledger): Standing[] {
  const rows = new Map<string, Omit<Standing, 'rank'>>();
  for (const team of ledger.teams) rows.set(team, { team, score: 0, solved: 0 });
  for (const entry of ledger.entries) {
    const row = rows.get(entry.team);
    if (!row) continue;
    row.score += entry.points;
    if (entry.reason === 'hint') continue;
    row.solved += 1;
    row.lastAwardAt = entry.at;
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      b.score - a.score ||
      (a.lastAwardAt ?? Infinity) - (b.lastAwardAt ?? Infinity) ||
      (a.team < b.team ? -1 : 1),
  );
  const board: Standing[] = [];
  for (const [index, row] of sorted.entries()) {
    const above = board.at(-1);
    const ties = above && above.score === row.score && above.lastAwardAt === row.lastAwardAt;
    board.push({ ...row, rank: ties ? above.rank : index + 1 });
  }
  return board;
}
