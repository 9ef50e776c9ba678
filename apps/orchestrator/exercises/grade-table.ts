import type { ExerciseState } from '#exercise';
import type { LedgerEntry } from '#scoring';
import type { z } from 'zod';
import type { gradeRow } from '../contract/schedule.js';
import { formatCsv } from './csv.js';

/** A learner's line in the table of grades. */
export type GradeRow = z.infer<typeof gradeRow>;

/** What is known of people beside the log: their names, and when they last did something (wall ms since 1970). */
export interface People {
  names: ReadonlyMap<string, { username: string; displayName: string }>;
  seen: ReadonlyMap<string, number>;
}

/**
 * A line for each learner, by user name: those in teams, and those on the roster who have not come. Each member of a team
 * has what the team has earned.
 */
export function gradeTable(
  state: ExerciseState,
  entries: readonly LedgerEntry[],
  people: People,
): GradeRow[] {
  const byTeam = new Map<string, LedgerEntry[]>();
  for (const entry of entries) byTeam.set(entry.team, [...(byTeam.get(entry.team) ?? []), entry]);
  const seated = Object.values(state.teams).flatMap((team) =>
    team.members.map((account) => ({ account, team, earned: byTeam.get(team.id) ?? [] })),
  );
  const joined = new Set(seated.map(({ account }) => account));
  const absent = (state.roster ?? [])
    .filter((account) => !joined.has(account))
    .map((account) => ({ account, team: undefined, earned: [] }));
  return [...seated, ...absent]
    .map(({ account, team, earned }): GradeRow => {
      const { username = account, displayName = account } = people.names.get(account) ?? {};
      const seen = people.seen.get(account);
      return {
        ...(team ? { team: team.id } : {}),
        name: displayName,
        username,
        ...totals(earned),
        late: earned.some(({ points, detail }) => detail?.late !== undefined && points !== 0),
        extension: team?.extension ?? 0,
        ...(seen === undefined ? {} : { lastActivity: new Date(seen).toISOString() }),
      };
    })
    .sort((a, b) => (a.username < b.username ? -1 : 1));
}

function totals(
  entries: readonly LedgerEntry[],
): Pick<GradeRow, 'tasks' | 'other' | 'total' | 'lateDeductions'> {
  const [tasks, lateDeductions]: [Record<string, number>, Record<string, number>] = [{}, {}];
  let [other, total] = [0, 0];
  for (const { task, points, detail } of entries) {
    total += points;
    if (task === undefined) {
      other += points;
      continue;
    }
    tasks[task] = (tasks[task] ?? 0) + points;
    if (detail?.late?.off) lateDeductions[task] = (lateDeductions[task] ?? 0) + detail.late.off;
  }
  return { tasks, other, total, lateDeductions };
}

/** The table as CSV, a column a task in the scenario's order. */
export function gradesCsv(rows: readonly GradeRow[], tasks: readonly string[]): string {
  const head = [
    'team',
    'name',
    'username',
    ...tasks,
    'other',
    'total_before_late',
    'late_deduction',
    'total',
    'late',
    'extension_minutes',
    'last_activity',
  ];
  const lines = rows.map((row) => {
    const off = Object.values(row.lateDeductions).reduce((sum, points) => sum + points, 0);
    return [
      row.team ?? '',
      row.name,
      row.username,
      ...tasks.map((task) => row.tasks[task] ?? 0),
      row.other,
      row.total + off,
      off,
      row.total,
      row.late ? 'yes' : 'no',
      row.extension / 60_000,
      row.lastActivity ?? '',
    ];
  });
  return formatCsv([head, ...lines]);
}
