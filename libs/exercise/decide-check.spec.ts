import { scenarioSchema } from '#scenario';
import { describe, expect, it } from 'vitest';
import type { Order, ProbeResult } from './commands.js';
import { reportCheck } from './decide-check.js';
import type { NewEvent } from './events.js';
import { after, range, rangeUntil, running, scenario as sample } from './testing/given.js';

const scenario = scenarioSchema.parse({
  ...sample,
  tasks: sample.tasks.map((task) =>
    task.id === 'mend' ? { ...task, hold: { ticks: 2, every: '30s' } } : task,
  ),
});
const setting = { scenario, values: () => ({}) };
const ready = [...running, ...rangeUntil.ready];
const at = { team: 't1', range };

const told = (verdict: string, ticks?: number, request = 'q'): NewEvent =>
  ({
    type: `check.${verdict}`,
    ...at,
    payload: {
      task: 'mend',
      request,
      results: [result(verdict)],
      ...(ticks === undefined ? {} : { held: { ticks, of: 2 } }),
    },
  }) as NewEvent;
const result = (outcome: string) => ({ title: { en: 'web' }, outcome, detail: 'seen' });
const solved: NewEvent = { type: 'task.solved', team: 't1', payload: { task: 'mend' } };

function report(outcome: string, number?: number, before: NewEvent[] = [], of: object = {}) {
  const state = after(...ready, ...before);
  const tick = { number, of: { range, generation: 1, since: state.clock.since, ...of } };
  const order = {
    ...{ type: 'report-check', actor: 'worker:h1', at: 0, team: 't1', task: 'mend', request: 'q' },
    results: [result(outcome)],
    ...(number === undefined ? {} : { tick }),
  };
  return reportCheck(state, order as Order & { type: 'report-check' }, setting);
}
const ok = (...events: NewEvent[]) => ({ ok: true, events });
const refused = (type: string) => ({
  ok: false,
  refusal: { type, detail: expect.stringMatching(/\S{2}/) as string },
});

describe('a check that must hold', () => {
  const begun = told('passed', 0);
  const once = told('passed', 1);

  it('begins to hold when it passes, and solves nothing yet', () => {
    expect(report('passed')).toEqual(ok(begun));
  });

  it('solves the task in the tick that makes it long enough', () => {
    expect(report('passed', 1, [begun])).toEqual(ok(once));
    expect(report('passed', 2, [begun, once])).toEqual(ok(told('passed', 2), solved));
  });

  it('starts anew when it fails, in a tick or when it is asked for', () => {
    expect(report('failed', 2, [begun, once])).toEqual(ok(told('failed', 0)));
    expect(report('failed', undefined, [begun, once])).toEqual(ok(told('failed', 0)));
    expect(report('passed', undefined, [begun, once, told('failed', 0)])).toEqual(ok(begun));
    expect(report('passed', 1, [begun, told('failed', 0)])).toEqual(refused('tick-past'));
  });

  it('gains nothing by being asked for once more', () => {
    expect(report('passed', undefined, [begun, once])).toEqual(ok(once));
  });

  it('loses nothing by what could not be told, and logs that once', () => {
    const unclear = told('unknown', 1);
    expect(report('unknown', 2, [begun, once])).toEqual(ok(unclear));
    expect(report('unknown', 2, [begun, once, unclear])).toEqual(ok());
    expect(report('passed', 2, [begun, once, unclear])).toEqual(ok(told('passed', 2), solved));
  });

  it('counts no tick twice, and none in which the clock or the range was changed', () => {
    expect(report('passed', 1, [begun, once])).toEqual(refused('tick-past'));
    expect(report('passed', 3, [begun, once])).toEqual(refused('tick-past'));
    expect(report('failed', 1, [begun], { since: 1 })).toEqual(refused('tick-out-of-date'));
    expect(report('failed', 1, [begun], { generation: 2 })).toEqual(refused('tick-out-of-date'));
  });

  it('does not hold before it has passed once', () => {
    expect(report('passed', 1)).toEqual(refused('tick-past'));
    expect(report('unknown')).toEqual(ok(told('unknown')));
  });
});

describe('a check that its team asked for', () => {
  const asked = (of: object, before: NewEvent[] = []) => {
    const state = after(...ready, ...before);
    const order = {
      ...{ type: 'report-check', actor: 'worker:h1', at: 0, team: 't1', task: 'mend', request: 'q' },
      ...{ results: [result('passed')], of: { range, generation: 1, since: state.clock.since, ...of } },
    };
    return reportCheck(state, order as Order & { type: 'report-check' }, { ...setting, scenario: sample });
  };
  const paused: NewEvent[] = [
    { type: 'exercise.paused', payload: {} },
    { type: 'exercise.resumed', payload: {} },
  ];

  it('counts while range and clock are as they were', () => expect(asked({})).toMatchObject({ ok: true }));
  it('counts for nothing after a pause, though it goes on by then', () =>
    expect(asked({ since: after(...ready).clock.since }, paused)).toEqual(refused('tick-out-of-date')));
  it('counts for nothing of a range that was reset', () =>
    expect(asked({ generation: 2 })).toEqual(refused('tick-out-of-date')));
});

describe('a check whose probes earn points on their own', () => {
  const shares = scenarioSchema.parse({
    ...sample,
    tasks: sample.tasks.map((task) =>
      task.id === 'mend'
        ? { ...task, check: [30, 90].map((points) => ({ ...task.check![0], points })) }
        : task,
    ),
  });
  it('says of each what it stands for of what the task is worth', () => {
    const results = ['passed', 'failed'].map(result) as ProbeResult[];
    const order = {
      type: 'report-check',
      actor: 'w',
      team: 't1',
      task: 'mend',
      request: 'q',
      results,
    } as const;
    const decided = reportCheck(after(...ready), order, { ...setting, scenario: shares });
    const [event] = decided.ok ? decided.events : [];
    expect(event).toMatchObject({
      type: 'check.failed',
      payload: { results: [{ points: 25 }, { points: 0 }] },
    });
  });
  it('says nothing of it where they do not', () => {
    const decided = report('passed');
    expect(JSON.stringify(decided)).not.toContain('"points"');
  });
});
