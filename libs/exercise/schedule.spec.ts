import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import type { NewEvent } from './events.js';
import { evolve } from './evolve.js';
import { timelinessAt, type Schedule } from './schedule.js';
import { after, been, given, range, rangeUntil, setting, stamp } from './testing/given.js';

const at = Date.UTC(2026, 5, 1);
const scheduled = (payload: Schedule): NewEvent => ({ type: 'exercise.scheduled', payload });
const granted = (team: string, ms: number): NewEvent => ({
  type: 'extension.granted',
  team,
  payload: { ms },
});
const draft = [been.created('class'), ...been.team('t1', 'ann')];
const running = [...draft, been.started];

describe('a schedule', () => {
  it('makes a draft scheduled when it has a time of opening; the newest counts', () => {
    expect(after(...draft, scheduled({ opensAt: at })).phase).toBe('scheduled');
    expect(after(...draft, scheduled({ deadline: 5 })).phase).toBe('draft');
    expect(after(...running, scheduled({ deadline: 5 }), scheduled({})).schedule).toEqual({});
  });

  it('opens at its time and not before, once', () => {
    const open = (now: number): Command => ({ type: 'open', now });
    const state = given(...draft, scheduled({ opensAt: at }));
    state.when(open(at - 1)).thenNothing();
    state.when(open(at)).then(been.started);
    given(...draft, scheduled({ opensAt: at }), been.started)
      .when(open(at))
      .thenNothing();
    given(...draft, scheduled({ opensAt: at }), scheduled({ opensAt: at + 9 }))
      .when(open(at))
      .thenNothing();
    given(...draft)
      .when(open(at))
      .thenNothing();
  });

  it('closes at its time, and takes the ranges down', () => {
    const close: Command = { type: 'close', now: at };
    const stopping: NewEvent = { type: 'range.stopping', team: 't1', range, payload: {} };
    given(...running, ...rangeUntil.ready, scheduled({ closesAt: at }))
      .when(close)
      .then(been.finished, stopping);
    given(...running, scheduled({ closesAt: at + 1 }))
      .when(close)
      .thenNothing();
    given(...running, scheduled({}))
      .when(close)
      .thenNothing();
    given(...running, scheduled({ closesAt: at }), been.finished)
      .when(close)
      .thenNothing();
    given(...running, scheduled({ closesAt: at }), { type: 'exercise.paused', payload: {} })
      .when(close)
      .thenNothing();
  });

  it.each<[string, Schedule]>([
    ['closes before it opens', { opensAt: at, closesAt: at }],
    ['takes late work of no deadline', { late: { percent: 10 } }],
    ['takes late work until before the deadline', { deadline: 9, late: { percent: 10, until: 8 } }],
  ])('is refused when it %s', (_, schedule) => {
    given(...draft)
      .when({ type: 'schedule', schedule })
      .thenRefused('schedule-invalid');
  });

  it('is refused when the exercise is over, and a time of opening once it has started', () => {
    const order: Command = { type: 'schedule', schedule: { deadline: 9 } };
    given(...running, been.finished)
      .when(order)
      .thenRefused('exercise-over');
    given(...running)
      .when(order)
      .then(scheduled({ deadline: 9 }));
    const opening: Command = { type: 'schedule', schedule: { opensAt: at } };
    given(...running)
      .when(opening)
      .thenRefused('exercise-already-started');
  });
});

describe('an extension', () => {
  it('adds up, and is taken back no further than it was given', () => {
    const order = (ms: number): Command => ({ type: 'extend-deadline', team: 't1', ms });
    expect(after(...running, granted('t1', 5), granted('t1', -2)).teams.t1!.extension).toBe(3);
    given(...running, granted('t1', 5))
      .when(order(-5))
      .then(granted('t1', -5));
    given(...running, granted('t1', 5))
      .when(order(-6))
      .thenRefused('extension-invalid');
    given(...running)
      .when(order(0))
      .thenRefused('extension-invalid');
    given(...running)
      .when(order(367 * 24 * 3_600_000))
      .thenRefused('extension-invalid');
    given(...running)
      .when({ ...order(5), team: 't9' } as Command)
      .thenRefused('team-unknown');
  });
});

describe('work', () => {
  it.each([
    ['at the deadline is in time', {}, 0, 100, 'in-time'],
    ['after it is over', {}, 0, 101, 'over'],
    ['is in time within an extension', {}, 50, 150, 'in-time'],
    ['is over after an extension', {}, 50, 151, 'over'],
    ['is late for ever where late work has no end', { late: { percent: 20 } }, 0, 1e9, { latePercent: 20 }],
    ['is late until late work ends', { late: { percent: 20, until: 200 } }, 0, 200, { latePercent: 20 }],
    ['is over after that', { late: { percent: 20, until: 200 } }, 0, 201, 'over'],
    [
      'is late for longer with an extension',
      { late: { percent: 20, until: 200 } },
      50,
      250,
      { latePercent: 20 },
    ],
  ] as const)('%s', (_, terms, extension, clock, expected) => {
    expect(timelinessAt({ deadline: 100, ...terms }, extension, clock)).toEqual(expected);
  });

  it('is in time where there is no deadline', () => {
    expect(timelinessAt({}, 0, 1e12)).toBe('in-time');
  });

  it('is taken until the deadline by the clock that the exercise has, however it was paused and sped up', () => {
    const turn = fc.record({
      wait: fc.integer({ min: 0, max: 50_000 }),
      order: fc.constantFrom<Command>({ type: 'pause' }, { type: 'resume' }, { type: 'set-speed', speed: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(turn, { maxLength: 12 }),
        fc.integer({ min: 1, max: 400_000 }),
        (turns, deadline) => {
          let state = after(...running, scheduled({ deadline }));
          let [now, ran, speed, runs] = [state.clock.since, 0, 1, true];
          for (const { wait, order } of turns) {
            now += wait;
            if (runs) ran += wait * speed;
            const answer = {
              type: 'submit-answer',
              team: 't1',
              task: 'flag',
              answer: 'x',
              actor: 'ann',
              at: now,
            } as const;
            const decision = decide(state, answer, setting);
            const why = decision.ok ? 'taken' : decision.refusal.type;
            expect(why).toBe(!runs ? 'exercise-paused' : ran > deadline ? 'deadline-passed' : 'taken');
            const turned = decide(state, { ...order, actor: 'ann' }, setting);
            if (!turned.ok) continue;
            for (const event of stamp(state, turned.events)) state = evolve(state, { ...event, at: now });
            if (order.type === 'set-speed') speed = order.speed;
            else runs = order.type === 'resume';
          }
        },
      ),
    );
  });
});

describe('a roster', () => {
  const roster = (...accounts: string[]): NewEvent => ({ type: 'roster.changed', payload: { accounts } });
  const change = (add: string[], remove: string[] = []): Command => ({ type: 'change-roster', add, remove });

  it('grows and shrinks until the class starts, and then only grows', () => {
    given(...draft)
      .when(change(['ann', 'bob', 'bob']))
      .then(roster('ann', 'bob'));
    given(...draft, roster('bob', 'cho'))
      .when(change(['dan'], ['bob']))
      .then(roster('cho', 'dan'));
    given(...draft, roster('bob'))
      .when(change(['bob']))
      .thenNothing();
    given(...draft, roster('bob'))
      .when(change([], ['bob']))
      .then(roster());
    given(...running, roster('bob'))
      .when(change(['cho']))
      .then(roster('bob', 'cho'));
    given(...running, roster('bob'))
      .when(change([], ['bob']))
      .thenRefused('exercise-already-started');
    given(...draft, roster('ann'))
      .when(change([], ['ann']))
      .thenRefused('already-member');
    given(...running, been.finished)
      .when(change(['bob']))
      .thenRefused('exercise-over');
    given(been.created())
      .when(change(['bob']))
      .thenRefused('exercise-not-open');
    const many = Array.from({ length: 1_001 }, (_, index) => `a${index}`);
    given(...draft)
      .when(change(many))
      .thenRefused('roster-full');
  });

  it('is seated whole when a class is prelaunched', () => {
    const request = (team: string) => expect.objectContaining({ type: 'range.requested', team }) as NewEvent;
    given(...draft, roster('ann', 'bob', 'cho'))
      .when({ type: 'start', prelaunch: true })
      .then(
        ...been.team('t2', 'bob'),
        ...been.team('t3', 'cho'),
        been.started,
        ...['t1', 't2', 't3'].map(request),
      );
    given(...draft, roster('bob'))
      .when({ type: 'start', prelaunch: false })
      .then(been.started);
  });

  it('says who may join; without one everyone may, and with an empty one nobody', () => {
    const join: Command = { type: 'join', account: 'bob' };
    given(...draft)
      .when(join)
      .then(...been.team('t2', 'bob'));
    given(...draft, roster('bob'))
      .when(join)
      .then(...been.team('t2', 'bob'));
    given(...draft, roster('cho'))
      .when(join)
      .thenRefused('not-on-roster');
    given(...draft, roster())
      .when(join)
      .thenRefused('not-on-roster');
  });
});

it('only what has finished goes into the archive, and it stays there', () => {
  const archived: NewEvent = { type: 'exercise.archived', payload: {} };
  given(...running)
    .when({ type: 'archive' })
    .thenRefused('exercise-not-over');
  given(...running, been.finished)
    .when({ type: 'archive' })
    .then(archived);
  given(...running, been.finished, archived)
    .when({ type: 'archive' })
    .thenNothing();
  for (const type of ['pause', 'resume', 'finish'] as const) {
    given(...running, been.finished, archived)
      .when({ type })
      .thenRefused('exercise-over');
  }
});

it('what is in the archive changes no more', () => {
  const archived: NewEvent = { type: 'exercise.archived', payload: {} };
  const state = given(...running, been.finished, archived);
  const seq = state.state.seq;
  const tasks = { flag: { points: 5 } };
  for (const command of [
    { type: 'adjust-score', team: 't1', points: 5, reason: 'late thought' },
    { type: 'give-grade', team: 't1', task: 'flag', submission: 1, scores: {} },
    { type: 'revise-rules', seq, reason: 'late thought', tasks, solved: [] },
    { type: 'extend-deadline', team: 't1', ms: 60_000 },
    { type: 'put-in-bracket', team: 't1', bracket: 'Novices' },
  ] satisfies Command[]) {
    state.when(command).thenRefused('exercise-over');
  }
});
