import { describe, expect, it } from 'vitest';
import type { NewEvent, Setting } from '#exercise';
import { ledgerOf } from './ledger.js';
import { solvedAt } from './state.js';
import { given } from './testing/given.js';
import {
  answerTask,
  answered,
  at,
  checkTask,
  checked,
  fact,
  hinted,
  logOf,
  manualTask,
  observeTask,
  right,
  rules,
  rulesWith,
  scheduled,
} from './testing/log.js';

const minute = 60_000;

describe('an answer', () => {
  it('earns a task’s points once for a team, and for each team', () => {
    const events = [right('t1', 'easy'), right('t1', 'easy'), right('t2', 'easy')].map(
      ({ payload, ...event }) => ({ ...event, payload }) as NewEvent,
    );
    given(rules())
      .when(...events)
      .then(['t1', 'easy', 50, 'answer'], ['t2', 'easy', 50, 'answer']);
  });

  it('rests on the event that solved the task', () => {
    const { ledger } = given(rules()).when(
      answered('t1', 'easy', 'wrong'),
      answered('t1', 'easy', ' right '),
    );
    expect(ledger.entries[0]).toMatchObject({ seq: 3, at: 3_000, clock: 0 });
    expect(solvedAt(ledger, ledger.accounts.get('t1')!, 'easy')).toBe(3);
  });

  it('is judged by the rules, not by the verdict that was told', () => {
    const answers = [answered('t1', 'easy', 'colour', false), answered('t1', 'easy', 'color', true)];
    const seqs = (setting: Setting) =>
      given(setting)
        .when(...answers)
        .ledger.entries.map(({ seq }) => seq);
    expect(seqs(rules({ easy: 'color' }))).toEqual([3]);
    expect(seqs(rules({ easy: 'colour' }))).toEqual([2]);
  });

  it('that is another team’s value earns nothing', () =>
    given(rules())
      .when(answered('t2', 'own', 'VOCR{t1}'))
      .thenNothing());

  it('to a task that the rules do not have, or that is solved otherwise, earns nothing', () =>
    given(rules()).when(right('t1', 'none'), right('t1', 'mend')).thenNothing());

  it('of a team that never joined earns nothing', () => {
    expect(ledgerOf(logOf(right('t9', 'easy')), rules()).entries).toEqual([]);
  });
});

describe('a task with prerequisites', () => {
  const setting = rulesWith([answerTask('a'), answerTask('b', { requires: ['a'] })]);
  it('earns nothing while one is not solved by the rules', () =>
    given(setting).when(right('t1', 'b')).thenNothing());
  it('earns once they are', () =>
    given(setting)
      .when(right('t1', 'b'), right('t1', 'a'), right('t1', 'b'))
      .then(['t1', 'a', 100, 'answer'], ['t1', 'b', 100, 'answer']));
  it('is not opened by another team', () =>
    given(setting).when(right('t2', 'a'), right('t1', 'b')).then(['t2', 'a', 100, 'answer']));
  it('pays no part of a check either', () =>
    given(rulesWith([answerTask('a'), checkTask('b', [30, 70], { requires: ['a'] })]))
      .when(checked('t1', 'failed', 'pf', 'b'), right('t1', 'a'), checked('t1', 'failed', 'pf', 'b'))
      .then(['t1', 'a', 100, 'answer'], ['t1', 'b', 30, 'check']));
});

describe('a check', () => {
  it('earns the whole task when it passes, once', () =>
    given(rules())
      .when(
        checked('t1', 'failed'),
        checked('t1', 'unknown'),
        checked('t1', 'passed'),
        checked('t1', 'passed'),
      )
      .then(['t1', 'mend', 100, 'check']));

  const parts = rulesWith([checkTask('mend', [20, 30, 50])]);
  it('pays each part once, and the rest when all of it passes', () =>
    given(parts)
      .when(checked('t1', 'failed', 'pff'), checked('t1', 'failed', 'ppf'), checked('t1', 'passed', 'ppp'))
      .then(['t1', 'mend', 20, 'check'], ['t1', 'mend', 30, 'check'], ['t1', 'mend', 50, 'check']));
  it('takes no part back that fails again', () =>
    given(parts)
      .when(checked('t1', 'failed', 'pff'), checked('t1', 'failed', 'fff'))
      .then(['t1', 'mend', 20, 'check']));
  it('that could not tell all pays what it could', () =>
    given(parts)
      .when(checked('t1', 'unknown', 'upu'))
      .then(['t1', 'mend', 30, 'check']));
  it('of other probes than the rules have pays no part', () =>
    given(parts)
      .when(checked('t1', 'failed', 'pp'))
      .thenNothing());
  it('is not solved by its parts alone', () => {
    const { ledger } = given(parts).when(checked('t1', 'failed', 'ppf'));
    expect(ledger.accounts.get('t1')!.solved).toBe(0);
  });
  it('that must hold earns nothing before it has', () =>
    given(rulesWith([checkTask('mend', [], { hold: { ticks: 3 } })]))
      .when(
        checked('t1', 'passed', 'p', 'mend', { ticks: 1, of: 3 }),
        checked('t1', 'passed', 'p', 'mend', { ticks: 3, of: 3 }),
      )
      .then(['t1', 'mend', 100, 'check']));
  it('that must hold pays no parts meanwhile', () =>
    given(rulesWith([checkTask('mend', [40, 60], { hold: { ticks: 3 } })]))
      .when(checked('t1', 'failed', 'pf'))
      .thenNothing());
});

describe('what is observed', () => {
  const setting = rulesWith([observeTask('look')]);
  const seen = (strength: 'strong' | 'forgeable', more: object = {}) =>
    fact(
      'action.observed',
      { task: 'look', node: 'web', kind: 'command', source: 'shell', strength, detail: 'id', ...more },
      't1',
    );
  const done = fact('task.solved', { task: 'look' }, 't1');
  it('earns when the task is solved, and says how strong the evidence is', () => {
    const { ledger, then } = given(setting).when(
      seen('strong'),
      seen('forgeable', { source: 'files' }),
      done,
      done,
    );
    then(['t1', 'look', 100, 'observed']);
    expect(ledger.entries[0]!.detail!.evidence).toEqual({
      strength: 'forgeable',
      sources: ['shell', 'files'],
      seen: ['command @ web: id', 'command @ web: id'],
    });
  });
  it('rests on nothing that was seen before the task began anew', () => {
    const { ledger } = given(setting).when(
      seen('forgeable'),
      seen('strong', { never: true }),
      seen('strong'),
      done,
    );
    expect(ledger.entries[0]!.detail!.evidence).toMatchObject({
      strength: 'strong',
      seen: ['command @ web: id'],
    });
  });
  it('solves no task of another kind', () =>
    given(rules())
      .when(fact('task.solved', { task: 'easy' }, 't1'))
      .thenNothing());
});

describe('a grade', () => {
  const setting = rulesWith([manualTask('essay')]);
  const handed = fact('file.handed-in', { task: 'essay' }, 't1');
  const grade = (submission: number, form: number, sense: number) =>
    fact('grade.given', { task: 'essay', submission, scores: { form, sense } }, 't1');
  it('earns the sum of its criteria, each at most what it is worth', () =>
    given(setting)
      .when(handed, grade(2, 50, 400))
      .then(['t1', 'essay', 90, 'grade']));
  it('replaces an earlier one of the same hand-in by the difference', () =>
    given(setting)
      .when(handed, grade(2, 50, 40), grade(2, 20, 40), grade(2, 20, 40))
      .then(['t1', 'essay', 90, 'grade'], ['t1', 'essay', -30, 'grade']));
  it('of the last hand-in counts, whichever is graded last', () =>
    given(setting)
      .when(handed, handed, grade(3, 60, 0), grade(2, 60, 40))
      .then(['t1', 'essay', 60, 'grade']));
  it('of nothing solves nothing', () => {
    const { ledger, thenNothing } = given(setting).when(handed, grade(2, 0, -5));
    thenNothing();
    expect(ledger.accounts.get('t1')!.solved).toBe(0);
  });
  it('counts the work as late by when it was handed in, not by when it was graded', () => {
    const due = scheduled({ deadline: minute, late: { percent: 50 } });
    expect(given(setting).when(due, at(minute, handed), at(9 * minute, grade(3, 60, 40))).points).toEqual([
      100,
    ]);
    expect(given(setting).when(due, at(minute + 1, handed), at(9 * minute, grade(3, 60, 40))).points).toEqual(
      [50],
    );
  });
});

describe('help', () => {
  it('costs what was told, once, also when it is free', () =>
    given(rules())
      .when(hinted('t1', 'easy', 7), hinted('t1', 'easy', 7), hinted('t1', 'easy', 0, 'free'))
      .then(['t1', 'easy', -7, 'hint'], ['t1', 'easy', 0, 'hint']));

  const bought = fact('solution.revealed', { task: 'easy', cost: 50 }, 't1');
  it('in the form of the solution costs what the task would earn', () =>
    given(rules())
      .when(bought, bought, right('t1', 'easy'))
      .then(['t1', 'easy', 0, 'solution'], ['t1', 'easy', 0, 'answer']));
  it('takes nothing back that was earned before', () =>
    given(rulesWith([checkTask('mend', [20, 80])]))
      .when(
        checked('t1', 'failed', 'pf'),
        fact('solution.revealed', { task: 'mend', cost: 100 }, 't1'),
        checked('t1', 'passed', 'pp'),
      )
      .then(['t1', 'mend', 20, 'check'], ['t1', 'mend', 0, 'solution'], ['t1', 'mend', 0, 'check']));
  it('opens what comes after the task', () =>
    expect(
      given(rulesWith([answerTask('a'), answerTask('b', { requires: ['a'] })])).when(
        fact('solution.revealed', { task: 'a', cost: 100 }, 't1'),
        right('t1', 'a'),
        right('t1', 'b'),
      ).points,
    ).toEqual([0, 0, 100]));
});

it('of an empty log is empty', () => {
  expect(ledgerOf([], rules())).toMatchObject({ seq: 0, entries: [] });
});
