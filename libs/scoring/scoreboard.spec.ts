import { describe, expect, it } from 'vitest';
import { ledgerOf, type Ledger, type LedgerEntry } from './ledger.js';
import { mostPoints, scoreboard } from './scoreboard.js';
import { answered, hinted, joined, logOf, rules } from './testing/log.js';

const award = (team: string, points: number, at: number, task = 'a'): LedgerEntry => ({
  team,
  task,
  points,
  reason: 'answer',
  seq: at,
  at,
});
const paid = (team: string, cost: number, at: number): LedgerEntry => ({
  ...award(team, -cost, at),
  reason: 'hint',
  hint: 'h',
});
const board = (teams: string[], ...entries: LedgerEntry[]) =>
  scoreboard({ seq: 99, teams, entries, awarded: new Set() } satisfies Ledger);
const lines = (...args: Parameters<typeof board>) =>
  board(...args).map(({ rank, team, score }) => [rank, team, score]);

describe('the board', () => {
  it('lists every team, also one without a point', () => {
    expect(board(['b', 'a'])).toEqual([
      { team: 'a', rank: 1, score: 0, solved: 0 },
      { team: 'b', rank: 1, score: 0, solved: 0 },
    ]);
  });

  it('puts more points first, then who had them earlier', () => {
    expect(lines(['a', 'b', 'c'], award('a', 10, 1), award('b', 20, 3), award('c', 20, 2))).toEqual([
      [1, 'c', 20],
      [2, 'b', 20],
      [3, 'a', 10],
    ]);
  });

  it('gives teams that tie one rank, and counts them in the next: 1, 1, 3', () => {
    expect(lines(['b', 'c', 'a'], award('b', 10, 5), award('a', 10, 5), award('c', 5, 1))).toEqual([
      [1, 'a', 10],
      [1, 'b', 10],
      [3, 'c', 5],
    ]);
  });

  it('ranks after a tie further down: 1, 2, 2, 4', () => {
    const entries = [award('a', 9, 1), award('b', 5, 2), award('c', 5, 2), award('d', 1, 1)];
    expect(lines(['a', 'b', 'c', 'd'], ...entries).map(([rank]) => rank)).toEqual([1, 2, 2, 4]);
  });

  it('takes what hints cost off, below nought if need be, and counts no hint as solved or as an award', () => {
    expect(board(['a', 'b'], award('a', 10, 1), paid('a', 4, 9), paid('b', 3, 2))).toEqual([
      { team: 'a', rank: 1, score: 6, solved: 1, lastAwardAt: 1 },
      { team: 'b', rank: 2, score: -3, solved: 0 },
    ]);
  });

  it('of a ledger that was folded from a log', () => {
    const log = logOf(
      joined('t1'),
      joined('t2'),
      hinted('t2', 'easy', 10),
      answered('t2', 'easy', 'right', true),
      answered('t1', 'easy', 'right', true),
    );
    expect(scoreboard(ledgerOf(log, rules()))).toEqual([
      { team: 't1', rank: 1, score: 50, solved: 1, lastAwardAt: 5_000 },
      { team: 't2', rank: 2, score: 40, solved: 1, lastAwardAt: 4_000 },
    ]);
  });
});

it('the most points are those of all tasks', () => {
  expect(mostPoints(rules().scenario)).toBe(180);
  expect(mostPoints({ ...rules().scenario, tasks: [] })).toBe(0);
});
