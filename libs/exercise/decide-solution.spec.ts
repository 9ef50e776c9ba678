import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import { waitBeforeAnswer } from './decide-task.js';
import { decide } from './decide.js';
import type { ExerciseState } from './state.js';
import { after, been, epoch, running, scenario, setting } from './testing/given.js';

const rules = {
  ...setting,
  scenario: {
    ...scenario,
    tasks: scenario.tasks.map((task) =>
      task.id === 'flag' ? { ...task, cooldown: '30s', solution: { en: 'Look into /etc.' } } : task,
    ),
  },
};
const flag = rules.scenario.tasks[0]!;
const started = epoch + running.length * 1_000;
const ask = (state: ExerciseState, command: Command, at = started) =>
  decide(state, { ...command, actor: 'ann', at }, rules);
const submit: Command = { type: 'submit-answer', team: 't1', task: 'flag', answer: 'VOCR{t1}' };
const reveal = (task: string): Command => ({ type: 'reveal-solution', team: 't1', task });
const refused = (type: string) => ({ ok: false, refusal: { type, detail: expect.any(String) as string } });

describe('a solution', () => {
  const bought = { type: 'solution.revealed', team: 't1', payload: { task: 'flag', cost: 50 } } as const;

  it('costs all the points of its task, once', () => {
    expect(ask(after(...running), reveal('flag'))).toEqual({ ok: true, events: [bought] });
    expect(ask(after(...running, bought), reveal('flag'))).toEqual(refused('solution-already-revealed'));
  });

  it('leaves the task to be solved, for what is behind it', () => {
    expect(ask(after(...running, bought), submit)).toEqual({
      ok: true,
      events: [been.answered('t1', 'flag', 'VOCR{t1}', true), been.solved('t1', 'flag')],
    });
  });

  it('is there only where the author wrote one, and for a task that is open', () => {
    const state = after(...running);
    expect(ask(state, reveal('guess'))).toEqual(refused('solution-unknown'));
    expect(ask(state, reveal('none'))).toEqual(refused('task-unknown'));
    expect(ask(state, reveal('behind'))).toEqual(refused('task-locked'));
    expect(ask(after(...running, been.solved('t1', 'flag')), reveal('flag'))).toEqual(
      refused('task-already-solved'),
    );
    expect(ask(after(...running.slice(0, -1)), reveal('flag'))).toEqual(refused('exercise-not-running'));
  });
});

describe('a wait between answers', () => {
  const wrong = after(...running, been.answered('t1', 'flag', 'no'));

  it('begins with a wrong answer, and says how many seconds are left', () => {
    expect(ask(after(...running), submit)).toMatchObject({ ok: true });
    expect(ask(wrong, submit, started + 1)).toEqual({
      ok: false,
      refusal: {
        type: 'answer-too-soon',
        detail: expect.stringMatching(/30 s are left/) as string,
        retryAfter: 30,
      },
    });
    expect(ask(wrong, submit, started + 29_001)).toMatchObject({ refusal: { retryAfter: 1 } });
    expect(ask(wrong, submit, started + 30_000)).toMatchObject({ ok: true });
  });

  it('is of one task and one team', () => {
    const both = after(...running, ...been.team('t2', 'bob'), been.answered('t1', 'flag', 'no'));
    expect(ask(both, { ...submit, task: 'guess' })).toMatchObject({ ok: true });
    expect(ask(both, { ...submit, team: 't2' })).toMatchObject({ ok: true });
  });

  it("follows the exercise's clock: over sooner when that runs faster", () => {
    const fast = { ...wrong, clock: { ...wrong.clock, speed: 10 } };
    expect(waitBeforeAnswer(fast, 't1', flag, started)).toBe(3);
    expect(waitBeforeAnswer(fast, 't1', flag, started + 3_000)).toBe(0);
  });
});
