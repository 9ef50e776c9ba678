import { describe, expect, it } from 'vitest';
import { eventNames, type EventName, type ExerciseEvent } from './events.js';
import { project, viewerOf } from './project.js';
import { after, been, range } from './testing/given.js';

type Sight = 'all' | 'redacted' | 'nothing';

/** What the event's own team and other teams see of each type; staff see all of every one. */
const table: Record<EventName, { payload: object; own: Sight; others: Sight; left?: object }> = {
  'exercise.created': {
    payload: {
      mode: 'class',
      scenario: { id: 's', version: '1.0.0', digest: 'd' },
      seed: 'secret',
      owner: 'owner',
    },
    own: 'redacted',
    others: 'redacted',
    left: { mode: 'class', scenario: { id: 's', version: '1.0.0', digest: 'd' }, owner: 'owner' },
  },
  'exercise.started': { payload: {}, own: 'all', others: 'all' },
  'exercise.scheduled': { payload: { deadline: 9 }, own: 'all', others: 'all' },
  'exercise.archived': { payload: {}, own: 'all', others: 'all' },
  'roster.changed': { payload: { accounts: ['ann'] }, own: 'nothing', others: 'nothing' },
  'extension.granted': { payload: { ms: 9, reason: 'ill' }, own: 'all', others: 'nothing' },
  'exercise.paused': { payload: {}, own: 'all', others: 'all' },
  'exercise.resumed': { payload: {}, own: 'all', others: 'all' },
  'exercise.finished': { payload: {}, own: 'all', others: 'all' },
  'clock.changed': { payload: { speed: 2 }, own: 'all', others: 'all' },
  'scenario.replaced': {
    payload: { scenario: { id: 'sample', version: '1.0.1', digest: 'e' } },
    own: 'all',
    others: 'all',
  },
  'team.joined': { payload: { name: 'A' }, own: 'all', others: 'nothing' },
  'team.bracketed': { payload: { bracket: 'Novices' }, own: 'all', others: 'nothing' },
  'member.joined': { payload: { account: 'ann' }, own: 'all', others: 'nothing' },
  'range.requested': { payload: { generation: 1 }, own: 'all', others: 'nothing' },
  'range.placed': { payload: { host: 'h1' }, own: 'redacted', others: 'nothing', left: {} },
  'range.preparing': { payload: {}, own: 'all', others: 'nothing' },
  'range.starting': { payload: { images: { web: 'sha' } }, own: 'redacted', others: 'nothing', left: {} },
  'range.ready': { payload: {}, own: 'all', others: 'nothing' },
  'range.degraded': { payload: { reason: 'r' }, own: 'all', others: 'nothing' },
  'range.suspended': { payload: {}, own: 'all', others: 'nothing' },
  'range.resumed': { payload: {}, own: 'all', others: 'nothing' },
  'range.extended': { payload: { until: 9 }, own: 'all', others: 'nothing' },
  'range.resetting': { payload: { generation: 2 }, own: 'all', others: 'nothing' },
  'range.stopping': { payload: {}, own: 'all', others: 'nothing' },
  'range.gone': { payload: {}, own: 'all', others: 'nothing' },
  'range.failed': { payload: { reason: 'r' }, own: 'all', others: 'nothing' },
  'node.ready': { payload: { node: 'web' }, own: 'all', others: 'nothing' },
  'node.failed': { payload: { node: 'web', reason: 'r' }, own: 'all', others: 'nothing' },
  'node.reset': { payload: { node: 'web', reset: 1 }, own: 'all', others: 'nothing' },
  'link.changed': {
    payload: { network: 'dmz', link: { loss: 5 } },
    own: 'nothing',
    others: 'nothing',
  },
  'capture.started': { payload: { network: 'dmz' }, own: 'nothing', others: 'nothing' },
  'capture.stopped': { payload: { network: 'dmz' }, own: 'nothing', others: 'nothing' },
  'answer.submitted': {
    payload: { task: 'flag', answer: 'VOCR{x}', correct: true },
    own: 'all',
    others: 'nothing',
  },
  'task.solved': { payload: { task: 'flag' }, own: 'all', others: 'nothing' },
  'action.observed': {
    payload: {
      task: 'look',
      action: 0,
      node: 'web',
      kind: 'command',
      source: 'shell',
      strength: 'forgeable',
      detail: 'id',
      seenAt: 5,
    },
    own: 'all',
    others: 'nothing',
  },
  'hint.revealed': { payload: { task: 'flag', hint: 'one', cost: 10 }, own: 'all', others: 'nothing' },
  'solution.revealed': { payload: { task: 'flag', cost: 50 }, own: 'all', others: 'nothing' },
  'check.passed': { payload: { task: 'mend', request: 'q', results: [] }, own: 'all', others: 'nothing' },
  'check.failed': { payload: { task: 'mend', request: 'q', results: [] }, own: 'all', others: 'nothing' },
  'check.unknown': { payload: { task: 'mend', request: 'q', results: [] }, own: 'all', others: 'nothing' },
  'service.up': { payload: { service: 'shop' }, own: 'all', others: 'nothing' },
  'service.degraded': { payload: { service: 'shop', reason: 'slow' }, own: 'all', others: 'nothing' },
  'service.down': { payload: { service: 'shop', reason: 'refused' }, own: 'all', others: 'nothing' },
  'tick.scored': {
    payload: { tick: 1, services: { shop: 'unknown' }, unclear: { shop: 'the helper was lost' } },
    own: 'redacted',
    others: 'nothing',
    left: { tick: 1, services: { shop: 'unknown' } },
  },
  'rules.revised': {
    payload: {
      revision: 1,
      reason: 'typo',
      tasks: { flag: { answer: { value: 'x', caseSensitive: true } } },
    },
    own: 'redacted',
    others: 'redacted',
    left: { revision: 1, reason: 'typo' },
  },
  'file.handed-in': { payload: { task: 'report', text: 'mine', files: [] }, own: 'all', others: 'nothing' },
  'grade.given': {
    payload: { task: 'report', submission: 5, scores: { facts: 3 }, comment: 'good' },
    own: 'all',
    others: 'nothing',
  },
  'score.adjusted': { payload: { points: -5, reason: 'late' }, own: 'all', others: 'nothing' },
  'terminal.opened': { payload: { node: 'web', session: 's' }, own: 'all', others: 'nothing' },
  'terminal.closed': { payload: { node: 'web', session: 's' }, own: 'all', others: 'nothing' },
};

const eventOf = (type: EventName, actor = 'ann'): ExerciseEvent =>
  ({
    exercise: 'e',
    seq: 3,
    at: 5,
    clock: 1,
    type,
    v: 1,
    actor,
    ...(type.startsWith('exercise.') ? {} : { team: 't1', range }),
    payload: table[type].payload,
  }) as ExerciseEvent;

const seen = (event: ExerciseEvent, sight: Sight, left: object | undefined) =>
  sight === 'nothing' ? undefined : sight === 'all' ? event : { ...event, payload: left };

describe.each(eventNames)('%s', (type) => {
  const event = eventOf(type);
  const row = table[type];

  it('is seen by staff as it is', () => {
    expect(project(event, { staff: true, teams: [] })).toEqual(event);
  });

  it(`shows its own team ${row.own}`, () => {
    expect(project(event, { staff: false, teams: ['t1'] })).toEqual(seen(event, row.own, row.left));
  });

  it(`shows other teams ${row.others}`, () => {
    expect(project(event, { staff: false, teams: ['t2'] })).toEqual(seen(event, row.others, row.left));
    expect(project(event, { staff: false, teams: [] })).toEqual(seen(event, row.others, row.left));
  });
});

describe('project', () => {
  it('shows no one but staff an event of a team that names no team', () => {
    const { team: _team, ...lost } = eventOf('task.solved') as ExerciseEvent & { team?: string };
    expect(project(lost as ExerciseEvent, { staff: false, teams: ['t1'] })).toBeUndefined();
  });

  it('names the host of a worker to staff alone', () => {
    const event = eventOf('range.ready', 'worker:h1');
    expect(project(event, { staff: true, teams: [] })?.actor).toBe('worker:h1');
    expect(project(event, { staff: false, teams: ['t1'] })?.actor).toBe('worker');
  });

  it('leaves the event itself as it was', () => {
    const event = Object.freeze({ ...eventOf('exercise.created'), payload: Object.freeze({ seed: 's' }) });
    project(event as unknown as ExerciseEvent, { staff: false, teams: [] });
    expect(event.payload).toEqual({ seed: 's' });
  });
});

describe('viewerOf', () => {
  const aClass = after(been.created('class'), ...been.team('t1', 'ann'), ...been.team('t2', 'bob', 'owner'));
  const solo = after(been.created('solo'), ...been.team('t1', 'ann'));

  it.each([
    ['a member of a class', aClass, 'ann', false, { staff: false, teams: ['t1'] }],
    ['who owns a class', aClass, 'owner', false, { staff: true, teams: ['t2'] }],
    ['who supervises', aClass, 'boss', true, { staff: true, teams: [] }],
    ['a stranger', aClass, 'eve', false, undefined],
    ['the learner of a solo exercise', solo, 'ann', false, { staff: false, teams: ['t1'] }],
    ['who owns a solo exercise that another plays', solo, 'owner', false, { staff: false, teams: [] }],
    ['a stranger to a solo exercise', solo, 'eve', false, undefined],
  ] as const)('%s', (_, state, account, supervises, viewer) => {
    expect(viewerOf(state, { account, supervises })).toEqual(viewer);
  });
});
