import { describe, expect, it } from 'vitest';
import { given } from '../testing/given.js';
import {
  answerTask,
  at,
  checkTask,
  checked,
  fact,
  hinted,
  manualTask,
  observeTask,
  right,
  rules,
  rulesWith,
  scheduled,
} from '../testing/log.js';

const minute = 60_000;
const bought = (task: string) => fact('solution.revealed', { task, cost: 100 }, 't1');
const handed = fact('file.handed-in', { task: 'essay' }, 't1');
const grade = (submission: number, form: number, task = 'essay') =>
  fact('grade.given', { task, submission, scores: { form } }, 't1');
const solvedBy = ({ ledger }: ReturnType<ReturnType<typeof given>['when']>) =>
  ledger.accounts.get('t1')!.solved;

describe('work on a task', () => {
  it.each([
    ['that the rules do not have', 'none'],
    ['that is solved otherwise', 'easy'],
  ])('%s earns nothing', (_, task) =>
    given(rules())
      .when(
        checked('t1', 'passed', 'p', task),
        checked('t1', 'failed', 'p', task),
        fact('task.solved', { task }, 't1'),
        grade(2, 60, task),
      )
      .thenNothing(),
  );

  it('that earns all of it at one stroke needs no further words', () => {
    const { ledger } = given(rules()).when(right('t1', 'easy'));
    expect(ledger.entries.map(({ detail }) => detail)).toEqual([undefined]);
  });

  it('earns no bonus for time before it is solved, and none for a bought solution', () => {
    const timeBonus = { points: 10, within: '10m' };
    expect(
      given(rulesWith([checkTask('mend', [30, 70], { timeBonus })])).when(
        checked('t1', 'failed', 'pf'),
        checked('t1', 'passed', 'pp'),
      ).points,
    ).toEqual([30, 70, 10]);
    expect(
      given(rulesWith([answerTask('a', { timeBonus })])).when(bought('a'), right('t1', 'a')).points,
    ).toEqual([0, 0]);
  });
});

describe('a check', () => {
  const parts = rulesWith([checkTask('mend', [20, 30, 50])]);

  it('takes nothing back from a task that is solved', () =>
    given(parts)
      .when(checked('t1', 'passed', 'ppp'), checked('t1', 'failed', 'pff'))
      .then(['t1', 'mend', 100, 'check']));

  it('remembers no part that passed before the task was open', () =>
    given(rulesWith([answerTask('a'), checkTask('mend', [30, 70], { requires: ['a'] })]))
      .when(checked('t1', 'failed', 'pf'), right('t1', 'a'), checked('t1', 'failed', 'ff'))
      .then(['t1', 'a', 100, 'answer']));

  it('that must hold is solved by the tick with which it has', () => {
    const { ledger } = given(rulesWith([checkTask('mend', [], { hold: { ticks: 2 } })])).when(
      checked('t1', 'passed', 'p', 'mend', { ticks: 1, of: 2 }),
      checked('t1', 'passed', 'p', 'mend', { ticks: 2, of: 2 }),
    );
    expect(ledger.entries.map(({ seq }) => seq)).toEqual([3]);
  });
});

describe('what is observed', () => {
  const setting = rulesWith([observeTask('look')]);
  const seen = (detail: string, action = 0) => {
    const command = { kind: 'command', source: 'shell', strength: 'strong' as const, detail };
    const payload = { task: 'look', action, node: 'web', ...command };
    return fact('action.observed', payload, 't1');
  };
  const done = fact('task.solved', { task: 'look' }, 't1');

  it('solves the task', () => expect(solvedBy(given(setting).when(seen('id'), done))).toBe(1));

  it('is told by its latest twenty', () => {
    const actions = Array.from({ length: 21 }, (_, index) => seen(`no ${index + 1}`, index));
    const { ledger } = given(setting).when(...actions, done);
    const told = ledger.entries[0]!.detail!.evidence!.seen;
    expect([told.length, told[0], told.at(-1)]).toEqual([20, 'command @ web: no 2', 'command @ web: no 21']);
  });

  it('is no evidence where nothing was seen', () => {
    const { ledger } = given(setting).when(done);
    expect(ledger.entries.map(({ points, detail }) => [points, detail])).toEqual([[100, {}]]);
  });
});

describe('a grade', () => {
  const setting = rulesWith([manualTask('essay')]);

  it('of more than nothing solves the task', () =>
    expect(solvedBy(given(setting).when(handed, grade(2, 1)))).toBe(1));

  it('counts for what was handed in before the solution was bought, and for nothing after that', () => {
    expect(given(setting).when(handed, bought('essay'), grade(2, 60)).points).toEqual([0, 60]);
    expect(given(setting).when(bought('essay'), handed, grade(3, 60)).points).toEqual([0, 0]);
  });

  it('earns bonuses by when the work was handed in, also after the deadline', () => {
    const bonuses = { timeBonus: { points: 10, within: '10m' }, firstBlood: [7] };
    const { ledger, points } = given(rulesWith([manualTask('essay', bonuses)])).when(
      scheduled({ deadline: 6 * minute }),
      at(5 * minute, handed),
      at(9 * minute, grade(3, 60)),
    );
    expect(points).toEqual([60, 5, 7]);
    expect(ledger.entries.map(({ detail }) => detail!.handedIn)).toEqual(Array(3).fill(5 * minute));
  });

  it('given before the task was open is as if it had not been', () =>
    expect(
      given(rulesWith([answerTask('a'), manualTask('essay', { requires: ['a'] })])).when(
        handed,
        handed,
        grade(3, 60),
        right('t1', 'a'),
        grade(2, 50),
      ).points,
    ).toEqual([100, 50]));

  it('of work whose hand-in is not in the log counts by when it was given', () =>
    expect(
      given(setting).when(
        scheduled({ deadline: minute, late: { percent: 50 } }),
        at(2 * minute, grade(1, 60)),
      ).points,
    ).toEqual([30]));
});

it('a hint to a task that is void is free, and says so', () => {
  const { ledger } = given(rules()).when(hinted('t1', 'easy', 5), {
    type: 'rules.revised',
    payload: { revision: 1, reason: 'r', tasks: { easy: { void: true } } },
  });
  expect(ledger.entries.map(({ points, detail }) => [points, detail])).toEqual([
    [0, { hint: 'h', void: true }],
  ]);
});
