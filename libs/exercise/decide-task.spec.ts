import { describe, expect, it } from 'vitest';
import type { Command, ProbeResult } from './commands.js';
import { attemptsLeft } from './decide-task.js';
import { longestAnswer } from './judge.js';
import { after, been, given, range, rangeUntil, running, scenario } from './testing/given.js';

const submit = (task: string, answer: string, team = 't1'): Command => ({
  type: 'submit-answer',
  team,
  task,
  answer,
});
const reveal = (task: string, hint: string): Command => ({ type: 'reveal-hint', team: 't1', task, hint });
const check = (task: string): Command => ({ type: 'request-check', team: 't1', task });
const reported = (...outcomes: ProbeResult['outcome'][]): Command => ({
  type: 'report-check',
  team: 't1',
  task: 'mend',
  request: 'q1',
  results: outcomes.map((outcome, n) => ({ title: { en: `p${n}` }, outcome, detail: '' })),
});
const playing = given(...running);

describe('an answer', () => {
  it('that is right is logged and solves the task', () => {
    playing
      .when(submit('flag', ' VOCR{t1}\n'))
      .then(been.answered('t1', 'flag', 'VOCR{t1}', true), been.solved('t1', 'flag'));
  });

  it("that is wrong, or another team's, is logged and solves nothing", () => {
    playing.when(submit('flag', 'nope')).then(been.answered('t1', 'flag', 'nope'));
    playing.when(submit('flag', 'VOCR{t2}')).then(been.answered('t1', 'flag', 'VOCR{t2}'));
  });

  it.each([
    ['empty', ''],
    ['only space', ' \u00a0\t\n'],
    ['too long', 'x'.repeat(longestAnswer + 1)],
    ['binary', 'a\u0000b'],
    ['a terminal sequence', '\u001b[31mred'],
    ['a delete', 'a\u007f'],
    ['half a character', 'a\ud83d'],
  ])('that is %s is refused and costs no attempt', (_, answer) => {
    playing.when(submit('guess', answer)).thenRefused('answer-invalid');
  });

  it('may be as long as the limit, of several lines, and hold any whole character', () => {
    for (const answer of ['x'.repeat(longestAnswer), 'one\n\ttwo', 'Trà 🍵']) {
      playing.when(submit('guess', answer)).then(been.answered('t1', 'guess', answer));
    }
  });

  it('is refused once the attempts are used up, right or wrong', () => {
    const one = [...running, been.answered('t1', 'guess', 'no')];
    given(...one)
      .when(submit('guess', 'RIGHT'))
      .then(been.answered('t1', 'guess', 'RIGHT', true), been.solved('t1', 'guess'));
    given(...one, been.answered('t1', 'guess', 'no again'))
      .when(submit('guess', 'right'))
      .thenRefused('attempts-used-up');
  });

  it('is refused where a check is wanted', () => {
    playing.when(submit('mend', 'done')).thenRefused('task-not-answerable');
  });
});

describe('attempts left', () => {
  const guess = scenario.tasks.find(({ id }) => id === 'guess')!;
  const flag = scenario.tasks.find(({ id }) => id === 'flag')!;

  it('count down to none and no further; without a limit there is no number', () => {
    const wrong = been.answered('t1', 'guess', 'no');
    expect(attemptsLeft(after(...running), 't1', guess)).toBe(2);
    expect(attemptsLeft(after(...running, wrong), 't1', guess)).toBe(1);
    expect(attemptsLeft(after(...running, wrong, wrong, wrong), 't1', guess)).toBe(0);
    expect(attemptsLeft(after(...running), 't1', flag)).toBeUndefined();
    expect(attemptsLeft(after(...running), 't9', guess)).toBeUndefined();
  });
});

describe('a hint', () => {
  const revealed = (hint: string, cost: number) =>
    ({ type: 'hint.revealed', team: 't1', payload: { task: 'flag', hint, cost } }) as const;

  it('is revealed at its price, once', () => {
    playing.when(reveal('flag', 'one')).then(revealed('one', 10));
    playing.when(reveal('flag', 'free')).then(revealed('free', 0));
    given(...running, revealed('one', 10))
      .when(reveal('flag', 'one'))
      .thenRefused('hint-already-revealed');
  });

  it('that is not there is refused', () => {
    playing.when(reveal('flag', 'two')).thenRefused('hint-unknown');
  });
});

describe('a check', () => {
  it.each(['ready', 'degraded'] as const)('may be asked for when the range is %s', (status) => {
    given(...running, ...rangeUntil[status])
      .when(check('mend'))
      .thenNothing();
  });

  it.each(['requested', 'starting', 'resetting', 'stopping', 'gone', 'failed'] as const)(
    'is refused when the range is %s',
    (status) => {
      given(...running, ...rangeUntil[status])
        .when(check('mend'))
        .thenRefused('range-not-ready');
    },
  );

  it('is refused without a range, and of a task that takes an answer', () => {
    playing.when(check('mend')).thenRefused('range-not-ready');
    given(...running, ...rangeUntil.ready)
      .when(check('flag'))
      .thenRefused('task-not-checkable');
  });

  it.each([
    [['passed', 'passed'], 'passed'],
    [['passed', 'failed'], 'failed'],
    [['unknown', 'failed'], 'failed'],
    [['passed', 'unknown'], 'unknown'],
    [[], 'unknown'],
  ] as [ProbeResult['outcome'][], string][])('with %j is %s', (outcomes, verdict) => {
    const { decision } = given(...running, ...rangeUntil.ready).when(reported(...outcomes));
    if (!decision.ok) throw new Error(decision.refusal.detail);
    const [told, ...rest] = decision.events;
    expect(told).toMatchObject({
      type: `check.${verdict}`,
      team: 't1',
      range,
      payload: { task: 'mend', request: 'q1', results: outcomes.map((outcome) => ({ outcome })) },
    });
    expect(rest).toEqual(verdict === 'passed' ? [been.solved('t1', 'mend')] : []);
  });

  it('logs what a probe saw as text that can be kept', () => {
    const results = [{ title: { en: 'p' }, outcome: 'failed', detail: `\0${'é'.repeat(5_000)}` } as const];
    const { decision } = given(...running, ...rangeUntil.ready).when({
      ...reported(),
      results,
    } as Command);
    expect(decision.ok && decision.events[0]!.payload).toMatchObject({
      results: [{ detail: expect.stringMatching(/^\ufffdé{3998}…$/) }],
    });
  });

  it('that comes in when the task is solved already is refused', () => {
    given(...running, ...rangeUntil.ready, been.solved('t1', 'mend'))
      .when(reported('passed'))
      .thenRefused('task-already-solved');
  });
});

describe('every command about a task', () => {
  const commands: [string, (task: string, team?: string) => Command][] = [
    ['submit-answer', (task, team = 't1') => ({ ...submit(task, 'yes'), team }) as Command],
    ['reveal-hint', (task, team = 't1') => ({ ...reveal(task, 'one'), team }) as Command],
    ['request-check', (task, team = 't1') => ({ ...check(task), team }) as Command],
    ['report-check', (task, team = 't1') => ({ ...reported('passed'), task, team }) as Command],
  ];

  it.each(commands)(
    '%s wants a task that is there, open and unsolved, of a team that plays',
    (_, command) => {
      playing.when(command('none')).thenRefused('task-unknown');
      playing.when(command('behind')).thenRefused('task-locked');
      given(...running, been.solved('t1', 'flag'))
        .when(command('behind'))
        .thenRefused('task-locked');
      given(...running, been.solved('t1', 'flag'))
        .when(command('flag'))
        .thenRefused('task-already-solved');
      playing.when(command('flag', 't9')).thenRefused('team-unknown');
      playing.when(command('flag', 'constructor')).thenRefused('team-unknown');
      given(been.created(), ...been.team('t1'))
        .when(command('flag'))
        .thenRefused('exercise-not-running');
      given(...running, been.finished)
        .when(command('flag'))
        .thenRefused('exercise-over');
    },
  );

  it('a locked task names what to solve first, and opens when all of it is', () => {
    const { decision } = given(...running, been.solved('t1', 'flag')).when(submit('behind', 'yes'));
    expect(decision).toMatchObject({ ok: false, refusal: { detail: expect.stringContaining('guess') } });
    given(...running, been.solved('t1', 'flag'), been.solved('t1', 'guess'))
      .when(submit('behind', 'yes'))
      .then(been.answered('t1', 'behind', 'yes', true), been.solved('t1', 'behind'));
  });

  it('one team solves nothing for another', () => {
    given(...running, ...been.team('t2', 'bob'), been.solved('t2', 'flag'), been.solved('t2', 'guess'))
      .when(submit('behind', 'yes'))
      .thenRefused('task-locked');
  });
});

describe('report-terminal', () => {
  it.each(['opened', 'closed'] as const)('logs that one was %s, also when the exercise is over', (is) => {
    given(...running, ...rangeUntil.ready, been.finished)
      .when({ type: 'report-terminal', team: 't1', node: 'web', session: 's1', is })
      .then({ type: `terminal.${is}`, team: 't1', range, payload: { node: 'web', session: 's1' } });
  });
});
