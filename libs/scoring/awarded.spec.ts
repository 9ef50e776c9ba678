import { describe, expect, it } from 'vitest';
import { awardedBy } from './awarded.js';
import { ledgerOf } from './ledger.js';
import {
  answerTask,
  at,
  checkTask,
  checked,
  joined,
  logOf,
  right,
  rulesWith,
  scheduled,
} from './testing/log.js';

const rules = rulesWith([
  answerTask('a', { decay: { function: 'linear', minimum: 10, solves: 3 }, firstBlood: [7] }),
  checkTask('mend', [30, 70]),
]);

describe('what an event gave a team', () => {
  it('is what the task is worth now, with what came on top', () => {
    const ledger = ledgerOf(logOf(joined('t1'), joined('t2'), right('t1', 'a'), right('t2', 'a')), rules);
    const [first, second] = ledger.entries.filter(({ reason }) => reason === 'answer');
    expect(first!.points).toBe(second!.points);
    expect(first!.points).toBeLessThan(100);
    expect(awardedBy(ledger, rules, { team: 't1', task: 'a', seq: 3 })).toBe(first!.points + 7);
    expect(awardedBy(ledger, rules, { team: 't2', task: 'a', seq: 4 })).toBe(second!.points);
  });

  it('has late work less what is taken off', () => {
    const log = logOf(
      joined('t1'),
      scheduled({ deadline: 1_000, late: { percent: 20 } }),
      at(2_000, checked('t1', 'passed', 'pp')),
    );
    expect(awardedBy(ledgerOf(log, rules), rules, { team: 't1', task: 'mend', seq: 3 })).toBe(80);
  });

  it('is of a part what it adds, and nothing for what adds nothing', () => {
    const twice = [
      checked('t1', 'failed', 'pf'),
      checked('t1', 'failed', 'pf'),
      checked('t1', 'passed', 'pp'),
    ];
    const ledger = ledgerOf(logOf(joined('t1'), ...twice), rules);
    expect([2, 3, 4].map((seq) => awardedBy(ledger, rules, { team: 't1', task: 'mend', seq }))).toEqual([
      30, 0, 70,
    ]);
    expect(awardedBy(ledger, rules, { team: 't2', task: 'mend', seq: 2 })).toBe(0);
  });
});
