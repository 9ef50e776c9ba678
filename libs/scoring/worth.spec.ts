import { describe, expect, it } from 'vitest';
import type { NewEvent } from '#exercise';
import { given } from './testing/given.js';
import {
  answerTask,
  answered,
  at,
  checkTask,
  checked,
  fact,
  manualTask,
  finished,
  hinted,
  right,
  rules,
  rulesWith,
  scheduled,
  ticked,
} from './testing/log.js';

const revised = (tasks: object): NewEvent =>
  ({ type: 'rules.revised', payload: { revision: 1, reason: 'r', tasks } }) as NewEvent;
const minute = 60_000;

describe('bonuses', () => {
  const first = rulesWith([answerTask('a', { firstBlood: [30, 20] })]);
  it('go to the first teams, by the order of the log', () =>
    given(first)
      .when(right('t2', 'a'), right('t1', 'a'), right('t3', 'a'))
      .then(
        ['t2', 'a', 100, 'answer'],
        ['t2', 'a', 30, 'first-blood'],
        ['t1', 'a', 100, 'answer'],
        ['t1', 'a', 20, 'first-blood'],
        ['t3', 'a', 100, 'answer'],
      ));
  it('are not to be had for a bought solution, which takes no one’s place', () =>
    expect(
      given(first).when(
        fact('solution.revealed', { task: 'a', cost: 100 }, 't1'),
        right('t1', 'a'),
        right('t2', 'a'),
      ).points,
    ).toEqual([0, 0, 100, 30]));
  const early = rulesWith([answerTask('a', { timeBonus: { points: 50, within: '10m' } })]);
  it.each([
    [0, [100, 50]],
    [5 * minute, [100, 25]],
    [9 * minute + 1, [100, 4]],
    [10 * minute, [100]],
    [11 * minute, [100]],
  ])('for time fall evenly to nothing: solved at %i ms', (clock, points) =>
    expect(given(early).when(at(clock, right('t1', 'a'))).points).toEqual(points),
  );
});

describe('points that fall with each solve', () => {
  const setting = rulesWith([answerTask('a', { decay: { function: 'linear', minimum: 50, solves: 5 } })]);
  it('are the same for all who solved the task, whenever they did', () =>
    expect(given(setting).when(right('t1', 'a'), right('t2', 'a'), right('t3', 'a')).points).toEqual([
      80, 80, 80,
    ]));
  it('are on the score too', () => {
    const { ledger } = given(setting).when(right('t1', 'a'), hinted('t1', 'a', 5), right('t2', 'a'));
    expect([...ledger.accounts.values()].map(({ score }) => score)).toEqual([85, 90]);
  });
  it('do not fall for a bought solution', () =>
    expect(
      given(setting).when(
        fact('solution.revealed', { task: 'a', cost: 100 }, 't1'),
        right('t1', 'a'),
        right('t2', 'a'),
      ).points,
    ).toEqual([0, 0, 100]));
  it('are shared by the parts of a check', () => {
    const check = rulesWith([
      checkTask('mend', [25, 75], { decay: { function: 'linear', minimum: 0, solves: 2 } }),
    ]);
    const all = ['t1', 't2'].map((team) => checked(team, 'passed', 'pp'));
    expect(given(check).when(checked('t1', 'failed', 'pf'), ...all).points).toEqual([13, 37, 50]);
  });
});

describe('a deadline', () => {
  const due = scheduled({ deadline: 10 * minute, late: { percent: 30, until: 20 * minute } });
  it.each([
    ['in time', 10 * minute, 50],
    ['late', 10 * minute + 1, 35],
    ['at the last moment', 20 * minute, 35],
    ['after that', 20 * minute + 1, 0],
  ])('%s', (_, clock, points) =>
    expect(given(rules()).when(due, at(clock, right('t1', 'easy'))).points).toEqual([points]),
  );
  it('says what it took off, by which the rest can be told whole', () => {
    const { entries } = given(rules()).when(due, at(15 * minute, right('t1', 'easy'))).ledger;
    expect(entries[0]!.detail?.late).toEqual({ by: 5 * minute, percent: 30, off: 15 });
  });
  it('without a late policy leaves nothing to what comes after it', () =>
    expect(given(rules()).when(scheduled({ deadline: 5 }), at(6, right('t1', 'easy'))).points).toEqual([0]));
  const extended = fact('extension.granted', { ms: 5 * minute }, 't1');
  it('that is put off for a team is put off for it alone, before or after its work', () => {
    const work = ['t1', 't2'].map((team) => at(15 * minute, right(team, 'easy')));
    expect(given(rules()).when(due, extended, ...work).points).toEqual([50, 35]);
    expect(given(rules()).when(due, ...work, extended).points).toEqual([50, 35]);
  });
  it('puts the cut-off off with it', () =>
    expect(given(rules()).when(due, extended, at(25 * minute, right('t1', 'easy'))).points).toEqual([35]));
  it('counts as it was set last, also for what was done before', () => {
    const { ledger, points } = given(rules()).when(due, at(12 * minute, right('t1', 'easy')), scheduled({}));
    expect(points).toEqual([50]);
    expect(ledger.accounts.get('t1')).toMatchObject({ score: 50, lastGainAt: 3_000 });
  });
  it('takes nothing off what was paid for help', () =>
    expect(given(rules()).when(due, at(15 * minute, hinted('t1', 'easy', 10))).points).toEqual([-10]));
});

describe('a service', () => {
  const service = (more: object = {}) => ({
    title: { en: 'Mail' },
    check: [{ node: 'web', tcp: { port: 25 } }],
    points: 3,
    downPoints: 2,
    degraded: { points: 1 },
    ...more,
  });
  const setting = rulesWith([], { mail: service() });
  it('earns at each tick by its state', () =>
    given(setting)
      .when(
        ticked('t1', 0, { mail: 'up' }),
        ticked('t1', 1, { mail: 'degraded' }),
        ticked('t1', 2, { mail: 'down' }),
      )
      .then(
        ['t1', undefined, 3, 'service'],
        ['t1', undefined, 1, 'service'],
        ['t1', undefined, -2, 'service'],
      ));
  it('earns once for a tick', () =>
    expect(
      given(setting).when(ticked('t1', 4, { mail: 'up' }), ticked('t1', 4, { mail: 'up' })).points,
    ).toEqual([3]));
  it('of which nothing is known counts as up', () =>
    expect(given(setting).when(ticked('t1', 0, { mail: 'unknown' })).points).toEqual([3]));
  it('that cannot be told counts as it last was, but costs nothing', () =>
    expect(
      given(setting).when(
        ticked('t1', 0, { mail: 'degraded' }),
        ticked('t1', 1, { mail: 'unknown' }),
        ticked('t1', 2, { mail: 'down' }),
        ticked('t1', 3, { mail: 'unknown' }),
      ).points,
    ).toEqual([1, 1, -2]));
  it('that the rules do not have earns nothing', () =>
    given(setting)
      .when(ticked('t1', 0, { web: 'up' }))
      .thenNothing());
  it('that was up too rarely costs its penalty at the end', () => {
    const agreed = rulesWith([], {
      mail: service({ points: 0, downPoints: 0, sla: { target: 75, penalty: 40 } }),
    });
    const ticks = (...states: ('up' | 'down')[]) =>
      states.map((state, tick) => ticked('t1', tick, { mail: state }));
    given(agreed)
      .when(...ticks('up', 'up', 'down'), finished)
      .then(['t1', undefined, -40, 'sla']);
    given(agreed)
      .when(...ticks('up', 'up', 'up', 'down'), finished)
      .thenNothing();
    given(agreed)
      .when(...ticks('down'))
      .thenNothing();
  });
});

describe('staff', () => {
  it('give and take points for a reason', () => {
    const change = (points: number) => fact('score.adjusted', { points, reason: 'helped others' }, 't1');
    const { ledger, then } = given(rules()).when(change(15), change(-5));
    then(['t1', undefined, 15, 'adjusted'], ['t1', undefined, -5, 'adjusted']);
    expect(ledger.entries[0]!.detail).toEqual({ note: 'helped others' });
  });
});

describe('mended rules', () => {
  it('count for what was done before them', () =>
    given(rules())
      .when(
        right('t1', 'easy'),
        answered('t2', 'easy', 'colour'),
        revised({ easy: { points: 80, answer: { value: 'colour', caseSensitive: true } } }),
      )
      .then(['t2', 'easy', 80, 'answer']));
  it('share the points of parts anew', () =>
    expect(
      given(rulesWith([checkTask('mend', [25, 75])])).when(
        checked('t1', 'failed', 'pf'),
        checked('t1', 'passed', 'pp'),
        revised({ mend: { points: 10 } }),
      ).points,
    ).toEqual([3, 7]));
  it('that make a task void leave it worth nothing to anyone, and free', () =>
    expect(
      given(rulesWith([answerTask('a', { firstBlood: [9] }), answerTask('b', { requires: ['a'] })])).when(
        hinted('t1', 'a', 5),
        right('t1', 'a'),
        right('t1', 'b'),
        revised({ a: { void: true } }),
      ).points,
    ).toEqual([0, 0, 0, 100]));
  it('that name a price for a hint count instead of the one that was told', () =>
    expect(
      given(rules()).when(hinted('t1', 'easy', 5), revised({ easy: { hints: { h: 1 } } })).points,
    ).toEqual([-1]));
});

describe('work that is handed in again', () => {
  const setting = rulesWith([manualTask('essay')]);
  const handed = fact('file.handed-in', { task: 'essay' }, 't1');
  const grade = (submission: number, form: number, sense: number) =>
    fact('grade.given', { task: 'essay', submission, scores: { form, sense } }, 't1');
  const due = scheduled({ deadline: minute, late: { percent: 50 } });
  it('late counts as late as a whole, not only by what it gained', () =>
    expect(
      given(setting).when(due, at(0, handed), grade(3, 60, 0), at(2 * minute, handed), grade(5, 60, 40))
        .points,
    ).toEqual([60, -10]));
  it('late, with the same grade, is worth less', () =>
    expect(
      given(setting).when(due, at(0, handed), grade(3, 60, 0), at(2 * minute, handed), grade(5, 60, 0))
        .points,
    ).toEqual([60, -30]));
  it('late says what that took off in all', () => {
    const { entries } = given(setting).when(
      ...[due, at(0, handed), grade(3, 60, 0), at(2 * minute, handed), grade(5, 60, 40)],
    ).ledger;
    // 100 handed in late are worth 50: 60 in time and 10 less since.
    expect(entries[1]).toMatchObject({ points: -10, detail: { late: { off: 50 } } });
  });
});
