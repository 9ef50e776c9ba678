import { scenarioSchema, type Scenario } from '#scenario';
import { expect } from 'vitest';
import type { Command, Decision, Order, Setting } from '../commands.js';
import { decide } from '../decide.js';
import { eventTypes, type ExerciseEvent, type NewEvent } from '../events.js';
import { evolve, initialState } from '../evolve.js';
import type { RefusalType } from '../refusal.js';
import type { ExerciseState } from '../state.js';

/** Exercise that specs speak of. */
export const exercise = 'ex1';
/** Wall time of the first event; each that follows is a second later. */
export const epoch = Date.UTC(2026, 0, 1);

/** A scenario with each kind of task that the rules tell apart. */
export const scenario: Scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'sample',
  version: '1.0.0',
  title: { en: 'Sample' },
  summary: { en: 'Sample' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '30m',
  languages: ['en'],
  networks: { dmz: { cidr: '10.0.0.0/24' } },
  nodes: { web: { image: 'sample/web' } },
  tasks: [
    { id: 'flag', points: 50, answer: { value: '{{ flag }}' }, hints: [hint('one', 10), hint('free', 0)] },
    { id: 'guess', points: 20, answer: { value: 'right', caseSensitive: false }, attempts: 2 },
    { id: 'behind', points: 30, answer: { value: 'yes' }, requires: ['flag', 'guess'] },
    { id: 'mend', points: 100, check: [{ node: 'web', tcp: { port: 80 } }] },
  ].map((task) => ({ ...task, title: { en: task.id }, description: { en: task.id } })),
});

function hint(id: string, cost: number) {
  return { id, cost, text: { en: id } };
}

/** What the exercise of the specs is played with: each team's flag is its own. */
export const setting: Setting = { scenario, values: (team) => ({ flag: `VOCR{${team}}` }) };

/** Gives new events their places in a log after `state`, a second apart. */
export function stamp(state: ExerciseState, events: NewEvent[], actor = 'someone'): ExerciseEvent[] {
  return events.map((event, index) => {
    const seq = state.seq + 1 + index;
    const at = epoch + seq * 1_000;
    return { ...event, exercise, seq, at, clock: 0, v: eventTypes[event.type].v, actor } as ExerciseEvent;
  });
}

/** The state after these events. */
export function after(...events: NewEvent[]): ExerciseState {
  const start = initialState(exercise);
  return stamp(start, events).reduce(evolve, start);
}

/** `given(events).when(command).then(events)` or `.thenRefused(type)`. */
export function given(...events: NewEvent[]) {
  const state = after(...events);
  return {
    state,
    when(command: Command, actor = 'someone') {
      const at = epoch + (state.seq + 1) * 1_000;
      const decision: Decision = decide(state, { ...command, actor, at } as Order, setting);
      return {
        decision,
        then: (...expected: NewEvent[]) => expect(decision).toEqual({ ok: true, events: expected }),
        thenNothing: () => expect(decision).toEqual({ ok: true, events: [] }),
        thenRefused: (type: RefusalType) =>
          expect(decision).toEqual({ ok: false, refusal: { type, detail: expect.stringMatching(/\S{2}/) } }),
      };
    },
  };
}

/** Events that tests begin with. */
export const been = {
  created: (mode: 'solo' | 'class' = 'solo'): NewEvent => ({
    type: 'exercise.created',
    payload: { mode, scenario: { id: 'sample', version: '1.0.0', digest: 'd' }, seed: 's', owner: 'owner' },
  }),
  team: (team: string, ...members: string[]): NewEvent[] => [
    { type: 'team.joined', team, payload: {} },
    ...members.map((account): NewEvent => ({ type: 'member.joined', team, payload: { account } })),
  ],
  started: { type: 'exercise.started', payload: {} } as NewEvent,
  finished: { type: 'exercise.finished', payload: {} } as NewEvent,
  solved: (team: string, task: string): NewEvent => ({ type: 'task.solved', team, payload: { task } }),
  answered: (team: string, task: string, answer: string, correct = false): NewEvent => ({
    type: 'answer.submitted',
    team,
    payload: { task, answer, correct },
  }),
};

/** A running solo exercise of team t1, whose member is `ann`. */
export const running: NewEvent[] = [been.created(), ...been.team('t1', 'ann'), been.started];
/** Id of the range that specs give to t1. */
export const range = 'r1';
const at = { team: 't1', range } as const;

const step = (type: NewEvent['type'], payload: object = {}) => ({ type, ...at, payload }) as NewEvent;
const requested = [step('range.requested', { generation: 1 })];
const queued = [...requested, step('range.placed', { host: 'h1' })];
const preparing = [...queued, step('range.preparing')];
const starting = [...preparing, step('range.starting', { images: { web: 'sha' } })];
const ready = [...starting, step('range.ready')];
const stopping = [...ready, step('range.stopping')];

/** The range's way to each status, on host `h1`. */
export const rangeUntil = {
  requested,
  queued,
  preparing,
  starting,
  ready,
  degraded: [...ready, step('range.degraded', { reason: 'a node died' })],
  suspended: [...ready, step('range.suspended')],
  resetting: [...ready, step('range.resetting', { generation: 2 })],
  stopping,
  gone: [...stopping, step('range.gone')],
  failed: [...starting, step('range.failed', { reason: 'no image' })],
} satisfies Record<string, NewEvent[]>;
