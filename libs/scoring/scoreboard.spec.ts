import { describe, expect, it } from 'vitest';
import { foldLedger, ledgerOf } from './ledger.js';
import { boardFor, inBracket, mostPoints, scoreboard } from './scoreboard.js';
import { emptyLedger } from './state.js';
import {
  answerTask,
  answered,
  at,
  fact,
  hinted,
  joined,
  joinedIn,
  logOf,
  right,
  rules,
  rulesWith,
  scheduled,
} from './testing/log.js';

const setting = rulesWith([answerTask('a'), answerTask('b'), answerTask('c', { points: 50 })]);
const board = (...events: Parameters<typeof logOf>) =>
  scoreboard(ledgerOf(logOf(...events), setting), setting);
const lines = (...events: Parameters<typeof logOf>) =>
  board(...events).map(({ rank, team, score }) => [rank, team, score]);
const atOnce = (...events: Parameters<typeof logOf>) => {
  const ledger = emptyLedger();
  for (const event of logOf(...events)) foldLedger(ledger, { ...event, at: 5 }, setting);
  return scoreboard(ledger, setting).map(({ rank, team, score }) => [rank, team, score]);
};

describe('the board', () => {
  it('lists every team, also one without a point', () => {
    expect(board(joined('b'), joined('a'))).toEqual([
      { team: 'a', rank: 1, score: 0, solved: 0 },
      { team: 'b', rank: 1, score: 0, solved: 0 },
    ]);
  });

  it('puts more points first, then who had them earlier', () => {
    const teams = [joined('t1'), joined('t2'), joined('t3')];
    expect(lines(...teams, right('t1', 'c'), right('t3', 'a'), right('t2', 'a'))).toEqual([
      [1, 't3', 100],
      [2, 't2', 100],
      [3, 't1', 50],
    ]);
  });

  it('gives teams that tie one rank, and counts them in the next: 1, 2, 2, 4', () => {
    const teams = ['t4', 't3', 't2', 't1'].map((team) => joined(team));
    const solves = [right('t1', 'a'), right('t1', 'b'), right('t2', 'a'), right('t3', 'a'), right('t4', 'c')];
    expect(atOnce(...teams, ...solves)).toEqual([
      [1, 't1', 200],
      [2, 't2', 100],
      [2, 't3', 100],
      [4, 't4', 50],
    ]);
  });

  it('takes what hints cost off, below nought if need be, and counts no hint as a gain', () => {
    const events = [joined('t1'), joined('t2'), right('t1', 'a'), hinted('t1', 'a', 4), hinted('t2', 'a', 3)];
    expect(board(...events)).toEqual([
      { team: 't1', rank: 1, score: 96, solved: 1, lastAwardAt: 3_000 },
      { team: 't2', rank: 2, score: -3, solved: 0 },
    ]);
  });

  it('stays right while events go on coming', () => {
    const log = logOf(
      joined('t1'),
      joined('t2'),
      right('t1', 'c'),
      right('t2', 'a'),
      right('t1', 'a'),
      joined('t0'),
    );
    const ledger = emptyLedger();
    const leaders = log.map((event) => {
      foldLedger(ledger, event, setting);
      return scoreboard(ledger, setting).map(({ team }) => team);
    });
    expect(leaders).toEqual([
      ['t1'],
      ['t1', 't2'],
      ['t1', 't2'],
      ['t2', 't1'],
      ['t1', 't2'],
      ['t1', 't2', 't0'],
    ]);
  });
});

describe('a board that is read again', () => {
  const begun = logOf(joined('t1'), joined('t2'), joined('t3'), right('t1', 'a'), right('t2', 'c'));
  const read = () => {
    const ledger = emptyLedger();
    for (const event of begun) foldLedger(ledger, event, setting);
    const before = scoreboard(ledger, setting);
    return {
      before,
      after: (...events: Parameters<typeof logOf>) => {
        const all = logOf(...begun, ...events);
        for (const event of all.slice(begun.length)) foldLedger(ledger, event, setting);
        return scoreboard(ledger, setting);
      },
    };
  };
  const adjusted = (points: number) => fact('score.adjusted', { points, reason: 'r' }, 't3');

  it('is the same one while nothing has changed', () => {
    const { before, after } = read();
    expect(after(answered('t3', 'a', 'wrong'))).toBe(before);
  });

  it('shares the lines that did not change, and leaves those that it gave away as they were', () => {
    const { before, after } = read();
    const now = after(right('t3', 'c'));
    expect(now.map(({ rank, team, score }) => [rank, team, score])).toEqual([
      [1, 't1', 100],
      [2, 't2', 50],
      [3, 't3', 50],
    ]);
    expect(before.map(({ rank, score }) => [rank, score])).toEqual([
      [1, 100],
      [2, 50],
      [3, 0],
    ]);
    expect(now.map((row, index) => row === before[index])).toEqual([true, true, false]);
  });

  it('gives a line its new rank when only others changed', () => {
    const { before, after } = read();
    expect(after(adjusted(70)).map(({ rank, team }) => [rank, team])).toEqual([
      [1, 't1'],
      [2, 't3'],
      [3, 't2'],
    ]);
    expect(before[1]).toMatchObject({ team: 't2', rank: 2 });
  });

  it('tells a solve that earned nothing', () => {
    const solution = fact('solution.revealed', { task: 'a', cost: 100 }, 't3');
    expect(read().after(solution, right('t3', 'a'))[2]).toMatchObject({ team: 't3', score: 0, solved: 1 });
  });

  it('tells a gain that was taken away again', () => {
    expect(read().after(adjusted(5), adjusted(-5))[2]).toMatchObject({ score: 0, lastAwardAt: 6_000 });
  });

  it('tells a change of bracket', () => {
    const [, , last] = read().after(fact('team.bracketed', { bracket: 'school' }, 't3'));
    expect(last).toMatchObject({ team: 't3', bracket: 'school' });
  });
});

it('the board of nobody is empty', () => {
  expect(scoreboard(emptyLedger(), setting)).toEqual([]);
});

it('who never gained anything comes after who did, with as many points', () => {
  const gain = (points: number) => fact('score.adjusted', { points, reason: 'r' }, 't2');
  expect(lines(joined('t1'), joined('t2'), joined('t3'), gain(5), gain(-5))).toEqual([
    [1, 't2', 0],
    [2, 't1', 0],
    [2, 't3', 0],
  ]);
});

describe('brackets', () => {
  it('rank their own teams among themselves', () => {
    const all = board(
      joinedIn('pro', 't1'),
      joinedIn('school', 't2'),
      joinedIn('school', 't3'),
      right('t1', 'a'),
      right('t3', 'c'),
    );
    expect(inBracket(all, 'school').map(({ rank, team }) => [rank, team])).toEqual([
      [1, 't3'],
      [2, 't2'],
    ]);
    expect(all.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(inBracket(all, 'none')).toEqual([]);
  });
});

describe('a frozen board', () => {
  const begun = [joined('t1'), joined('t2'), scheduled({ freezeAt: 60_000 }), at(59_999, right('t1', 'c'))];
  const seen = (staff: boolean, ...events: Parameters<typeof logOf>) => {
    const { board: rows, frozenAt } = boardFor(ledgerOf(logOf(...begun, ...events), setting), setting, {
      staff,
    });
    return { leader: rows[0]!.team, frozenAt };
  };

  it('shows learners what it was at the time of the freeze, and staff what it is', () => {
    expect(seen(false, at(60_000, right('t2', 'a')))).toEqual({ leader: 't1', frozenAt: 4 });
    expect(seen(true, at(60_000, right('t2', 'a')))).toEqual({ leader: 't2', frozenAt: 4 });
  });

  it('is not frozen before', () => {
    expect(seen(false, at(59_999, right('t2', 'a')))).toEqual({ leader: 't2', frozenAt: undefined });
  });

  it('stays frozen through a change of the deadline, and is shown again when a schedule has no freeze', () => {
    const gain = at(60_000, right('t2', 'a'));
    expect(seen(false, gain, scheduled({ freezeAt: 60_000, deadline: 90_000 })).leader).toBe('t1');
    expect(seen(false, gain, scheduled({ freezeAt: 70_000 })).leader).toBe('t2');
    expect(seen(false, gain, scheduled({})).leader).toBe('t2');
  });

  it('freezes at once when its time is already over', () => {
    const late = [
      scheduled({}),
      at(70_000, right('t2', 'c')),
      scheduled({ freezeAt: 65_000 }),
      right('t2', 'a'),
    ];
    const { board: rows } = boardFor(ledgerOf(logOf(...begun.slice(0, 2), ...late), setting), setting, {
      staff: false,
    });
    expect(rows[0]!.score).toBe(50);
  });
});

it('a gain by staff counts for the tie, a loss does not', () => {
  const adjusted = (team: string, points: number) => fact('score.adjusted', { points, reason: 'r' }, team);
  const events = [
    joined('t1'),
    joined('t2'),
    right('t2', 'a'),
    right('t1', 'a'),
    adjusted('t1', 10),
    adjusted('t1', -10),
  ];
  expect(board(...events).map(({ team, lastAwardAt }) => [team, lastAwardAt])).toEqual([
    ['t2', 3_000],
    ['t1', 5_000],
  ]);
});

it('the most points are those of all tasks', () => {
  expect(mostPoints(rules().scenario)).toBe(180);
  expect(mostPoints({ tasks: [] })).toBe(0);
});

it('judges by a team’s own values', () => {
  const own = rules();
  const log = logOf(
    joined('t1'),
    joined('t2'),
    answered('t2', 'own', 'VOCR{t1}'),
    answered('t1', 'own', 'VOCR{t1}'),
  );
  expect(scoreboard(ledgerOf(log, own), own).map(({ team, score }) => [team, score])).toEqual([
    ['t1', 30],
    ['t2', 0],
  ]);
});
