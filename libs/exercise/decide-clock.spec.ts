import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt } from './clock.js';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import type { NewEvent } from './events.js';
import { evolve, initialState } from './evolve.js';
import { isFrozen, rangeOf } from './state.js';
import {
  after,
  been,
  epoch,
  exercise,
  given,
  range,
  rangeUntil,
  running,
  setting,
  stamp,
} from './testing/given.js';

const paused: NewEvent = { type: 'exercise.paused', payload: {} };
const resumed: NewEvent = { type: 'exercise.resumed', payload: {} };
const faster: NewEvent = { type: 'clock.changed', payload: { speed: 4 } };
const classOf = [been.created('class'), ...been.team('t1', 'ann'), been.started];
const second = 1_000;

describe('a pause', () => {
  it('is had of what runs, once', () => {
    given(...running)
      .when({ type: 'pause' })
      .then(paused);
    given(...running, paused)
      .when({ type: 'pause' })
      .thenRefused('exercise-paused');
    given(been.created()).when({ type: 'pause' }).thenRefused('exercise-not-running');
    given(...running, been.finished)
      .when({ type: 'pause' })
      .thenRefused('exercise-over');
  });

  it('ends once', () => {
    given(...running, paused)
      .when({ type: 'resume' })
      .then(resumed);
    given(...running)
      .when({ type: 'resume' })
      .thenRefused('exercise-not-paused');
    given(been.created()).when({ type: 'resume' }).thenRefused('exercise-not-paused');
    given(...running, paused, been.finished)
      .when({ type: 'resume' })
      .thenRefused('exercise-over');
  });

  it('stops the clock, which goes on from where it stood', () => {
    const before = after(...running, paused);
    expect([before.phase, before.clock.running]).toEqual(['paused', false]);
    const stood = clockAt(before.clock, epoch + 1e9);
    const [event] = stamp(before, [resumed]);
    const back = evolve(before, { ...event!, at: epoch + 1e9 });
    expect([back.phase, clockAt(back.clock, epoch + 1e9 + 5)]).toEqual(['running', stood + 5]);
  });

  it.each<Command>([
    { type: 'submit-answer', team: 't1', task: 'flag', answer: 'VOCR{t1}' },
    { type: 'reveal-hint', team: 't1', task: 'flag', hint: 'one' },
    { type: 'request-check', team: 't1', task: 'mend' },
    { type: 'report-check', team: 't1', task: 'mend', request: 'q', results: [] },
    { type: 'start-range', team: 't1' },
    { type: 'reset-range', team: 't1' },
    { type: 'suspend-range', team: 't1' },
    { type: 'resume-range', team: 't1' },
    { type: 'reset-node', team: 't1', node: 'web' },
    { type: 'start', prelaunch: true },
  ])('holds off $type', (command) => {
    given(...running, ...rangeUntil.ready, paused)
      .when(command)
      .thenRefused('exercise-paused');
  });

  it('lets a range be taken down, and the exercise finish', () => {
    const stopping: NewEvent = { type: 'range.stopping', team: 't1', range, payload: {} };
    const state = given(...running, ...rangeUntil.ready, paused);
    state.when({ type: 'stop-range', team: 't1' }).then(stopping);
    state.when({ type: 'finish' }).then(been.finished, stopping);
  });

  it.each([
    ['ready', true],
    ['degraded', true],
    ['suspended', true],
    ['starting', false],
    ['stopping', false],
  ] as const)('has a range that is %s stand still: %s', (status, still) => {
    const state = after(...running, ...rangeUntil[status], paused);
    expect(isFrozen(state, rangeOf(state, 't1')!)).toBe(still);
  });

  it('leaves suspended what its learner had suspended', () => {
    const state = after(...running, ...rangeUntil.suspended, paused, resumed);
    expect(rangeOf(state, 't1')!.status).toBe('suspended');
    const ready = after(...running, ...rangeUntil.ready, paused, resumed);
    expect(isFrozen(ready, rangeOf(ready, 't1')!)).toBe(false);
  });

  it('costs the ranges of a class none of their time, and takes none down meanwhile', () => {
    const life = rangeUntil.ready.map((event): NewEvent =>
      event.type === 'range.requested'
        ? { ...event, payload: { ...event.payload, lifetime: 60 * second } }
        : event,
    );
    const before = after(...classOf, ...life);
    const end = before.ranges[range]!.expiresAt!;
    const state = given(...classOf, ...life, paused);
    state.when({ type: 'expire-range', range, now: end + 1 }).thenNothing();
    state.when({ type: 'extend-range', team: 't1', until: end * 2 }).thenRefused('exercise-paused');
    // The events of specs are a second apart.
    expect(after(...classOf, ...life, paused, resumed).ranges[range]!.expiresAt).toBe(end + second);
    const solo = after(...running, ...life, paused, resumed);
    expect(solo.ranges[range]!.expiresAt).toBe(solo.ranges[range]!.requestedAt + 60 * second);
  });
});

describe("the clock's speed", () => {
  it('is set within its bounds until the exercise is over', () => {
    given(...running)
      .when({ type: 'set-speed', speed: 4 })
      .then(faster);
    given(...running, paused)
      .when({ type: 'set-speed', speed: 4 })
      .then(faster);
    given(been.created()).when({ type: 'set-speed', speed: 4 }).then(faster);
    given(...running, faster)
      .when({ type: 'set-speed', speed: 4 })
      .thenNothing();
    for (const speed of [0.25, 60])
      given(...running)
        .when({ type: 'set-speed', speed })
        .then({ type: 'clock.changed', payload: { speed } });
    for (const speed of [0.24, 60.1, Number.NaN]) {
      given(...running)
        .when({ type: 'set-speed', speed })
        .thenRefused('speed-invalid');
    }
    given(...running, been.finished)
      .when({ type: 'set-speed', speed: 4 })
      .thenRefused('exercise-over');
  });

  it('is kept over a pause and from before the start', () => {
    const state = after(been.created(), faster, been.started, paused, resumed);
    expect(state.clock.speed).toBe(4);
    expect(clockAt(state.clock, state.clock.since + second)).toBe(state.clock.base + 4 * second);
  });
});

it('exercise time is the sum of what ran, in whatever order it is paused, resumed and sped up', () => {
  const turn = fc.record({
    // Even, so that half of it is whole milliseconds too.
    wait: fc.integer({ min: 0, max: 50_000 }).map((half) => 2 * half),
    order: fc.constantFrom<Command>(
      { type: 'pause' },
      { type: 'resume' },
      { type: 'set-speed', speed: 2 },
      { type: 'set-speed', speed: 0.5 },
      { type: 'set-speed', speed: 60 },
    ),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      const begun = stamp(initialState(exercise), running);
      let state = begun.reduce(evolve, initialState(exercise));
      let [now, ran, speed, runs] = [state.clock.since, 0, 1, true];
      for (const { wait, order } of turns) {
        now += wait;
        if (runs) ran += wait * speed;
        expect(clockAt(state.clock, now)).toBe(ran);
        const decision = decide(state, { ...order, actor: 'ann' }, setting);
        if (!decision.ok) continue;
        for (const event of stamp(state, decision.events)) state = evolve(state, { ...event, at: now });
        if (order.type === 'set-speed') speed = order.speed;
        else runs = order.type === 'resume';
        expect([state.clock.running, state.clock.speed]).toEqual([runs, speed]);
      }
    }),
  );
});
