import type { Setting } from '#exercise';
import { describe, expect, it } from 'vitest';
import { ruleOf } from './task-rule.js';
import { answerTask, checkTask, rulesWith } from './testing/log.js';

/** Rules that count how often a team's values are asked for: once for each answer that is judged. */
function counting(...tasks: object[]) {
  const judged: string[] = [];
  const { scenario } = rulesWith(tasks);
  const values = (team: string) => {
    judged.push(team);
    return { flag: `VOCR{${team}}` };
  };
  const rules: Setting = { scenario, values };
  const judges = (answer: string, team = 't1', id = 'a') => ruleOf(rules, id)!.judges(answer, team, rules);
  return { judged, judges, rules };
}

describe('the rule of a task', () => {
  it('is that of its id', () => {
    const { rules } = counting(answerTask('a'), checkTask('b'));
    expect(ruleOf(rules, 'b')!.task.id).toBe('b');
    expect(ruleOf(rules, 'c')).toBeUndefined();
  });

  it('judges an answer once that is right or wrong for everyone', () => {
    const { judged, judges } = counting(answerTask('a'));
    expect([judges('right'), judges('right', 't2'), judges('wrong'), judges('wrong', 't2')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(judged).toEqual(['t1', 't1']);
  });

  it('judges each team by its own values, where they count', () => {
    const { judged, judges } = counting(answerTask('a', { answer: { value: '{{ flag }}' } }));
    expect([judges('VOCR{t1}'), judges('VOCR{t1}', 't2'), judges('VOCR{t2}', 't2')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(judged).toEqual(['t1', 't2', 't2']);
  });

  it('finds no answer right for a task that takes none', () => {
    expect(counting(checkTask('a')).judges('right')).toBe(false);
  });

  it('keeps no verdict on what is very long', () => {
    const { judged, judges } = counting(answerTask('a'));
    for (const length of [200, 200, 201, 201]) judges('x'.repeat(length));
    expect(judged).toHaveLength(3);
  });

  it('forgets its verdicts once there are very many', () => {
    const { judged, judges } = counting(answerTask('a'));
    for (let index = 0; index < 1_000; index++) judges(`guess ${index}`);
    judges('guess 0');
    expect(judged).toHaveLength(1_000);
    judges('one more');
    judges('guess 0');
    judges('guess 0');
    expect(judged).toHaveLength(1_002);
  });
});
