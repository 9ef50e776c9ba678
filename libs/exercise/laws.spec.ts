import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewTeam, Order } from './commands.js';
import { decide } from './decide.js';
import { readEvent, type ExerciseEvent } from './events.js';
import { evolve, initialState } from './evolve.js';
import { evolveAll } from './fold.js';
import { project } from './project.js';
import type { ExerciseState } from './state.js';
import { exercise, setting, stamp } from './testing/given.js';

const team = fc.constantFrom('t1', 't2', 't3', 'constructor');
const task = fc.constantFrom('flag', 'guess', 'behind', 'mend', 'none');
const range = fc.constantFrom('from log', 'none');
const answer = fc.oneof(
  fc.constantFrom('VOCR{t1}', 'VOCR{t2}', 'right', 'yes', ''),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const reports = fc.oneof(
  fc.constantFrom(
    { is: 'preparing' } as const,
    { is: 'ready' } as const,
    { is: 'gone' } as const,
    { is: 'starting', images: { web: 'i', db: 'j' } } as const,
    { is: 'node-ready', node: 'web' } as const,
  ),
  fc.record({ is: fc.constant('degraded' as const), reason: fc.string({ unit: 'binary' }) }),
  fc.record({
    is: fc.constant('failed' as const),
    reason: fc.string(),
    node: fc.constantFrom('web', undefined),
  }),
);
const results = fc.array(
  fc.record({
    title: fc.constantFrom({ vi: 'thử', en: 'try' }, { en: 'try' }),
    outcome: fc.constantFrom('passed' as const, 'failed' as const, 'unknown' as const),
    detail: fc.string(),
  }),
  { maxLength: 3 },
);
const actor = fc.constantFrom('ann', 'bob', 'system', 'worker:h1');
const is = <T extends string>(type: T) => fc.constant(type);

/** Any order that could be given, sensible or not. */
const anyOrder: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ type: is('start'), prelaunch: fc.boolean(), actor }),
  { weight: 1, arbitrary: fc.record({ type: is('finish'), actor }) },
  fc.record({ type: is('pause'), actor }),
  { weight: 2, arbitrary: fc.record({ type: is('resume'), actor }) },
  fc.record({ type: is('set-speed'), speed: fc.double({ min: 0, max: 70 }), actor }),
  fc.record({
    type: is('replace-scenario'),
    from: fc.constantFrom('d', 'e'),
    scenario: fc.constantFrom('d', 'e').map((digest) => ({ id: 'sample', version: '1.0.0', digest })),
    topology: fc.boolean(),
    nodes: fc.constantFrom<string[]>([], ['web'], ['web', 'db']),
    actor,
  }),
  fc.record({ type: is('join'), account: fc.constantFrom('ann', 'bob', 'cho'), actor }),
  { weight: 3, arbitrary: fc.record({ type: is('start-range'), team, actor }) },
  fc.record({ type: is('stop-range'), team, actor }),
  { weight: 2, arbitrary: fc.record({ type: is('suspend-range'), team, actor }) },
  { weight: 2, arbitrary: fc.record({ type: is('resume-range'), team, actor }) },
  fc.record({ type: is('extend-range'), team, until: fc.integer(), actor }),
  fc.record({ type: is('expire-range'), range, now: fc.integer(), actor }),
  {
    weight: 2,
    arbitrary: fc.record({ type: is('reset-node'), team, node: fc.constantFrom('web', 'db'), actor }),
  },
  fc.record({ type: is('reset-range'), team, actor }),
  { weight: 3, arbitrary: fc.record({ type: is('place-range'), range, host: fc.string(), actor }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: is('report-range'),
      range,
      generation: fc.integer({ min: 1, max: 3 }),
      resets: fc.constantFrom(undefined, 0, 1),
      report: reports,
      actor,
    }),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('t1', 't2'), fc.constantFrom('flag', 'guess', 'behind'))
      .map(([id, about]) => ({
        type: 'submit-answer' as const,
        team: id,
        task: about,
        answer: { flag: `VOCR{${id}}`, guess: 'Right', behind: 'yes' }[about],
        actor: 'ann',
      })),
  },
  { weight: 4, arbitrary: fc.record({ type: is('submit-answer'), team, task, answer, actor }) },
  fc.record({ type: is('reveal-hint'), team, task, hint: fc.constantFrom('one', 'free', 'no'), actor }),
  fc.record({ type: is('request-check'), team, task, actor }),
  {
    weight: 3,
    arbitrary: fc.record({ type: is('report-check'), team, task, request: is('q'), results, actor }),
  },
  fc.record({
    type: is('report-terminal'),
    team,
    node: is('web'),
    session: is('s'),
    is: fc.constantFrom('opened' as const, 'closed' as const),
    actor,
  }),
);
const create: fc.Arbitrary<Order> = fc.record({
  type: is('create'),
  mode: fc.constantFrom('solo' as const, 'class' as const),
  scenario: fc.constant({ id: 'sample', version: '1.0.0', digest: 'd' }),
  seed: fc.string(),
  teams: fc.constantFrom<NewTeam[]>(
    [{ members: ['ann'] }],
    [{ id: 't1', members: ['ann'] }, { members: ['bob'] }],
  ),
  actor,
});
/** Most histories begin with a start, for before it little can happen. */
const beginning = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Order[]>([{ type: 'start', prelaunch: true, actor: 'owner' }]) },
  { weight: 1, arbitrary: fc.constant<Order[]>([]) },
);
const history = fc
  .tuple(create, beginning, fc.array(anyOrder, { maxLength: 60, size: 'max' }))
  .map(([first, then, rest]) => [first, ...then, ...rest]);

/** Orders name the range of their log, which is known only when it is there. */
const aimed = (order: Order, state: ExerciseState): Order =>
  'range' in order && order.range === 'from log'
    ? { ...order, range: Object.keys(state.ranges)[0] ?? 'none' }
    : order;

/** Plays orders into a log, as the log does. */
function play(orders: Order[], each: (before: ExerciseState, order: Order) => void = () => undefined) {
  let state = initialState(exercise);
  const log: ExerciseEvent[] = [];
  for (const wanted of orders) {
    const order = aimed(wanted, state);
    each(state, order);
    const decision = decide(state, order, setting);
    if (!decision.ok) continue;
    const events = stamp(state, decision.events, order.actor);
    state = events.reduce(evolve, state);
    log.push(...events);
  }
  return { state, log };
}

describe('whatever is ordered', () => {
  it('no task is solved twice by a team, and none without what solves it', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const solved = new Set<string>();
        const { log } = play(orders);
        for (const [index, event] of log.entries()) {
          if (event.type !== 'task.solved') continue;
          const award = `${event.team}/${event.payload.task}`;
          expect(solved).not.toContain(award);
          solved.add(award);
          const cause = log[index - 1]!;
          expect(cause.team).toBe(event.team);
          expect(
            cause.type === 'check.passed' || (cause.type === 'answer.submitted' && cause.payload.correct),
          ).toBe(true);
        }
      }),
    );
  });

  it('the log has no hole, folds without a throw, and reads back as it was written', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const { state, log } = play(orders);
        expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
        const read = log.map((event) => readEvent(JSON.parse(JSON.stringify(event)) as ExerciseEvent));
        expect(JSON.stringify(read.reduce(evolve, initialState(exercise)))).toBe(JSON.stringify(state));
      }),
    );
  });

  it('folding many events at once comes to what folding each does, and leaves the state it began with as it was', () => {
    fc.assert(
      fc.property(history, fc.nat(), (orders, anywhere) => {
        const { state, log } = play(orders);
        const cut = anywhere % (log.length + 1);
        const before = log.slice(0, cut).reduce(evolve, initialState(exercise));
        const copy = structuredClone(before);
        const after = evolveAll(before, log.slice(cut));
        expect(after).toEqual(state);
        expect(JSON.stringify(after)).toBe(JSON.stringify(state));
        expect(before).toEqual(copy);
      }),
    );
  });

  it('nothing is logged that PostgreSQL would not keep as text', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const free = play(orders).log.filter(({ type }) => /^(answer|range|node)/.test(type));
        for (const { payload } of free) expect(JSON.stringify(payload)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
    );
  });

  it('the same state and order give the same decision, and leave the state as it was', () => {
    fc.assert(
      fc.property(history, (orders) => {
        play(orders, (state, order) => {
          const copy = structuredClone(state);
          expect(decide(copy, order, setting)).toEqual(decide(state, order, setting));
          expect(state).toEqual(copy);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('each team has one range at most, and its generation never falls', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const generations = new Map<string, number>();
        const { state, log } = play(orders);
        for (const event of log) {
          if (event.type !== 'range.requested' && event.type !== 'range.resetting') continue;
          expect(event.payload.generation).toBe((generations.get(event.range!) ?? 0) + 1);
          generations.set(event.range!, event.payload.generation);
        }
        const seated = Object.values(state.ranges).map((found) => found.team);
        expect(new Set(seated).size).toBe(seated.length);
      }),
    );
  });

  it('no learner sees an event of another team', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const shown = play(orders).log.flatMap(
          (event) => project(event, { staff: false, teams: ['t1'] }) ?? [],
        );
        for (const event of shown) expect([undefined, 't1']).toContain(event.team);
      }),
    );
  });
});
