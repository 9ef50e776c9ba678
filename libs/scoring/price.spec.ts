import type { NewEvent, Setting } from '#exercise';
import { describe, expect, it } from 'vitest';
import { entriesOf, foldLedger, rulesOf } from './ledger.js';
import { emptyLedger } from './state.js';
import {
  answerTask,
  at,
  checkTask,
  checked,
  fact,
  joined,
  logOf,
  right,
  rules,
  rulesWith,
  scheduled,
} from './testing/log.js';

const minute = 60_000;
const falling = answerTask('a', { decay: { function: 'linear', minimum: 50, solves: 5 } });
const teams = ['t1', 't2', 't3'].map((team) => joined(team));
const extended = (team: string) => fact('extension.granted', { ms: 5 * minute }, team);

/** A ledger that is folded on in steps, and told after each. */
function stepped(setting: Setting, ...steps: NewEvent[][]) {
  const log = logOf(...teams, ...steps.flat());
  const by = rulesOf(log, setting);
  const ledger = emptyLedger();
  let next = 0;
  const told = [teams, ...steps].map((step) => {
    for (const event of log.slice(next, (next += step.length))) foldLedger(ledger, event, by);
    return entriesOf(ledger, by).map(({ points, detail }) => ({ points, ...detail }));
  });
  return { ledger, told: told.slice(1) };
}

describe('what a value has fallen to', () => {
  it('is told to all who solved the task, each time that it is asked for', () => {
    const { told } = stepped(rulesWith([falling]), [right('t1', 'a')], [right('t2', 'a')]);
    expect(told).toEqual([
      [{ points: 100, value: 100, solves: 1 }],
      [
        { points: 90, value: 90, solves: 2 },
        { points: 90, value: 90, solves: 2 },
      ],
    ]);
  });

  it('is told to who bought the solution too', () => {
    const bought = fact('solution.revealed', { task: 'a', cost: 100 }, 't2');
    const { told } = stepped(rulesWith([falling]), [right('t1', 'a')], [bought, right('t2', 'a')]);
    expect(told[1]!.at(-1)).toMatchObject({ points: 0, bought: true, value: 100, solves: 1 });
  });

  it('is of no interest for a task that is void', () => {
    const revised: NewEvent = {
      type: 'rules.revised',
      payload: { revision: 1, reason: 'r', tasks: { a: { void: true } } },
    };
    const { told } = stepped(rulesWith([falling]), [right('t1', 'a'), revised]);
    expect(told[0]).toEqual([{ points: 0, void: true }]);
  });

  it('is not told of bonuses', () => {
    const { told } = stepped(rulesWith([{ ...falling, firstBlood: [7] }]), [right('t1', 'a')]);
    expect(told[0]![1]).toEqual({ points: 7, bonus: 7, place: 1 });
  });

  it('counts for parts that were earned before it fell', () => {
    const mend = checkTask('mend', [25, 75], { decay: { function: 'linear', minimum: 0, solves: 2 } });
    const { ledger } = stepped(
      rulesWith([mend]),
      [checked('t1', 'failed', 'pf')],
      [checked('t2', 'passed', 'pp'), checked('t3', 'passed', 'pp')],
    );
    expect(ledger.entries.map(({ points }) => points)).toEqual([13, 50, 50]);
    expect([...ledger.accounts.values()].map(({ score }) => score)).toEqual([13, 50, 50]);
  });

  it('falls for what was late as well', () => {
    const { told } = stepped(
      rulesWith([falling]),
      [scheduled({ deadline: minute, late: { percent: 50 } }), at(2 * minute, right('t1', 'a'))],
      [right('t2', 'a')],
    );
    const late = { by: minute, percent: 50, off: 45 };
    expect(told[1]).toEqual([
      { points: 45, value: 90, solves: 2, late },
      { points: 45, value: 90, solves: 2, late },
    ]);
  });
});

describe('a deadline that is set anew', () => {
  const late = (clock: number, team = 't1') => at(clock, right(team, 'easy'));
  const due = scheduled({ deadline: minute, late: { percent: 50 } });
  const gains = ({ accounts }: ReturnType<typeof stepped>['ledger']) =>
    [...accounts.values()].map(({ lastGainAt }) => lastGainAt);

  it('takes back what it made late, and gives back what it no longer does', () => {
    const { ledger, told } = stepped(rules(), [late(3 * minute)], [due], [extended('t1')]);
    expect(told).toEqual([[{ points: 50 }], [{ points: 25, late: expect.anything() }], [{ points: 50 }]]);
    expect(ledger.accounts.get('t1')!.score).toBe(50);
  });

  it('leaves no time of a gain to who gained nothing by it', () => {
    const { ledger } = stepped(rules(), [late(3 * minute), scheduled({ deadline: minute })]);
    expect(gains(ledger)).toEqual([undefined, undefined, undefined]);
  });

  it('for one team moves nothing of another', () => {
    const { ledger } = stepped(
      rules(),
      [scheduled({ deadline: minute }), late(3 * minute, 't1'), late(3 * minute, 't2')],
      [extended('t2')],
    );
    expect(gains(ledger)).toEqual([undefined, 6_000, undefined]);
    expect(ledger.entries.map(({ points }) => points)).toEqual([0, 50]);
  });

  it('takes the newest gain as the last', () => {
    const gain = (points: number) => fact('score.adjusted', { points, reason: 'r' }, 't1');
    const { ledger } = stepped(rules(), [late(minute), gain(3), gain(-2), due]);
    expect(gains(ledger)[0]).toBe(5_000);
  });
});
