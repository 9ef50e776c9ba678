import { scenarioSchema } from '#scenario';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Order } from './commands.js';
import { decide } from './decide.js';
import type { ExerciseEvent } from './events.js';
import { evolve } from './evolve.js';
import type { HandedFile } from './manual/handed-file.js';
import type { TaskRevision } from './rules.js';
import type { ExerciseState } from './state.js';
import { after, been, rangeUntil, range, scenario as sample, stamp } from './testing/given.js';

/** Every way to solve a task: an answer, a check in parts, what is seen, what people grade. */
const scenario = scenarioSchema.parse({
  ...sample,
  tasks: [
    { id: 'flag', points: 50, answer: { value: '{{ flag }}' }, attempts: 5 },
    {
      id: 'mend',
      points: 100,
      check: [30, 70].map((points) => ({ node: 'web', tcp: { port: 80 }, points })),
    },
    { id: 'essay', points: 40, manual: { rubric: [{ id: 'all', title: { en: 'All' }, points: 40 }] } },
    {
      id: 'seen',
      points: 20,
      observe: {
        actions: ['id', 'ls'].map((line) => ({ node: 'web', command: { matches: line } })),
        never: [{ node: 'web', command: { matches: 'rm' } }],
      },
    },
    { id: 'behind', points: 5, answer: { value: 'yes' }, requires: ['essay', 'seen'] },
  ].map((task) => ({ ...task, title: { en: task.id }, description: { en: task.id } })),
});
const setting = { scenario, values: (team: string) => ({ flag: `VOCR{${team}}` }) };

const team = fc.constantFrom('t1', 't2');
const actor = fc.constantFrom('ann', 'teacher', 'worker:h1');
const is = <T extends string>(type: T) => fc.constant(type);
const outcome = fc.constantFrom('passed' as const, 'failed' as const, 'unknown' as const);
/** Which of the team's hand-ins, or of the exercise's seqs back from the newest: known only in its log. */
const nth = fc.nat(3);

type Wish = { order: Order; nth: number };
const plain = (arbitrary: fc.Arbitrary<Order>): fc.Arbitrary<Wish> =>
  fc.tuple(arbitrary, nth).map(([order, place]) => ({ order, nth: place }));

const wish: fc.Arbitrary<Wish> = fc.oneof(
  plain(
    fc.record({
      type: is('submit-answer'),
      team,
      task: fc.constantFrom('flag', 'behind'),
      answer: fc.constantFrom('VOCR{t1}', 'VOCR{t2}', 'other', 'yes'),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('report-check'),
      team,
      task: is('mend'),
      request: is('q'),
      results: fc
        .tuple(outcome, outcome)
        .map((all) => all.map((told) => ({ title: { en: 'try' }, outcome: told, detail: '' }))),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('hand-in'),
      team,
      task: is('essay'),
      text: fc.constantFrom('one', 'two'),
      files: fc.constant<HandedFile[]>([]),
      quota: fc.constant(1_000_000),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('give-grade'),
      team,
      task: is('essay'),
      submission: fc.constant(0),
      scores: fc.constantFrom({ all: 0 }, { all: 10 }, { all: 40 }),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('report-observation'),
      team: is('t1'),
      range: fc.constant(range),
      generation: fc.constant(1),
      seen: fc.record({
        kind: is('command'),
        node: is('web'),
        at: fc.constant(Date.UTC(2027, 0, 1)),
        line: fc.constantFrom('id', 'ls', 'rm'),
      }),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('revise-rules'),
      seq: fc.constant(0),
      reason: is('r'),
      tasks: fc.constantFrom<Record<string, TaskRevision>>(
        { flag: { answer: { value: 'other', caseSensitive: true } } },
        { flag: { void: true } },
        { essay: { points: 10 } },
      ),
      solved: fc.constantFrom<{ team: string; task: string }[]>(
        [{ team: 't1', task: 'flag' }],
        [
          { team: 't2', task: 'flag' },
          { team: 't2', task: 'essay' },
        ],
      ),
      actor,
    }),
  ),
  plain(
    fc.record({
      type: is('score-tick'),
      team,
      tick: fc.nat(3),
      services: fc.constant({}),
      of: fc.record({ range: fc.constant(range), generation: fc.constant(1), since: fc.constant(0) }),
      actor,
    }),
  ),
  plain(fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const), actor })),
);

/** Orders name places of their log, which are known only when it is there. */
function aimed({ order, nth: place }: Wish, state: ExerciseState): Order {
  if (order.type === 'revise-rules') return { ...order, seq: state.seq - place };
  if (order.type !== 'give-grade') return order;
  const handIns = state.teams[order.team]?.tasks['essay']?.handIns ?? [];
  return { ...order, submission: handIns[place % Math.max(1, handIns.length)]?.seq ?? 1 };
}

const begun = [
  been.created('class'),
  ...been.team('t1', 'ann'),
  ...been.team('t2', 'bob'),
  been.started,
  ...rangeUntil.ready,
];

it('whatever is handed in, graded, seen, checked in parts or revised, no team is told twice that a task is solved', () => {
  let [solves, revised] = [0, 0];
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40, size: 'max' }), (wishes) => {
      let state = after(...begun);
      const solved = new Map<string, ExerciseEvent>();
      const reopened = new Set<string>();
      for (const one of wishes) {
        const order = aimed(one, state);
        const decision = decide(state, order, setting);
        if (!decision.ok) continue;
        const events = stamp(state, decision.events, order.actor);
        for (const [index, event] of events.entries()) {
          if (event.type === 'rules.revised') {
            revised += 1;
            // A task whose answer was mended takes answers again, once, of who was told that it is solved.
            for (const [task, { answer }] of Object.entries(event.payload.tasks))
              if (answer) for (const who of ['t1', 't2']) reopened.add(`${who}/${task}`);
          }
          if (event.type !== 'task.solved') continue;
          solves += 1;
          const award = `${event.team}/${event.payload.task}`;
          if (solved.has(award)) expect(reopened.delete(award), award).toBe(true);
          solved.set(award, event);
          // It stands behind what solved it, of the same order.
          expect(index, award).toBeGreaterThan(0);
        }
        state = events.reduce(evolve, state);
      }
    }),
    { numRuns: 300 },
  );
  expect(solves).toBeGreaterThan(100);
  expect(revised).toBeGreaterThan(20);
});
