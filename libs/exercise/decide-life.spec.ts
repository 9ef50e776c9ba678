import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { been, epoch, given, range, rangeUntil, running } from './testing/given.js';

const at = { team: 't1', range } as const;
type Status = keyof typeof rangeUntil;
const statuses = Object.keys(rangeUntil) as Status[];
const until = (status: Status) => given(...running, ...rangeUntil[status]);
const but = (...some: Status[]) => statuses.filter((status) => !some.includes(status));

const suspend: Command = { type: 'suspend-range', team: 't1' };
const resume: Command = { type: 'resume-range', team: 't1' };
const resetWeb: Command = { type: 'reset-node', team: 't1', node: 'web' };

describe('suspend-range', () => {
  it.each(['ready', 'degraded'] as const)('freezes one that is %s', (status) => {
    until(status)
      .when(suspend)
      .then({ type: 'range.suspended', ...at, payload: {} });
  });

  it.each(but('ready', 'degraded', 'suspended'))('is refused while it is %s', (status) => {
    until(status).when(suspend).thenRefused('range-busy');
  });

  it('is refused when it is suspended already', () => {
    until('suspended').when(suspend).thenRefused('range-suspended');
  });
});

describe('resume-range', () => {
  it('lets a suspended one go on', () => {
    until('suspended')
      .when(resume)
      .then({ type: 'range.resumed', ...at, payload: {} });
  });

  it.each(but('suspended'))('is refused while it is %s', (status) => {
    until(status).when(resume).thenRefused('range-not-suspended');
  });
});

describe('reset-node', () => {
  const reset = (n: number): NewEvent => ({ type: 'node.reset', ...at, payload: { node: 'web', reset: n } });

  it.each(['ready', 'degraded'] as const)('builds a node of one anew that is %s', (status) => {
    until(status).when(resetWeb).then(reset(1));
  });

  it('counts, from anew when the whole range was built anew', () => {
    given(...running, ...rangeUntil.ready, reset(1))
      .when(resetWeb)
      .then(reset(2));
    given(...running, ...rangeUntil.ready, reset(1), rangeUntil.resetting.at(-1)!, {
      type: 'range.ready',
      ...at,
      payload: {},
    })
      .when(resetWeb)
      .then(reset(1));
  });

  it.each(but('ready', 'degraded', 'suspended'))('is refused while it is %s', (status) => {
    until(status).when(resetWeb).thenRefused('range-busy');
  });

  it('is refused of a suspended one, and knows no foreign node', () => {
    until('suspended').when(resetWeb).thenRefused('range-suspended');
    until('ready')
      .when({ ...resetWeb, node: 'db' })
      .thenRefused('node-unknown');
    until('ready')
      .when({ ...resetWeb, node: 'constructor' })
      .thenRefused('node-unknown');
  });
});

describe('suspend, resume and the reset of a node', () => {
  it.each([suspend, resume, resetWeb])('$type is about a team that plays and has a range', (command) => {
    given(...running)
      .when(command)
      .thenRefused('range-unknown');
    given(...running)
      .when({ ...command, team: 't9' } as Command)
      .thenRefused('team-unknown');
    given(...running, ...rangeUntil.ready, been.finished)
      .when(command)
      .thenRefused('exercise-over');
  });
});

/** A range that lives for an hour from its request. */
const hour = 3_600_000;
const mortal = (...more: NewEvent[]): NewEvent[] => [
  ...running,
  { type: 'range.requested', ...at, payload: { generation: 1, lifetime: hour } },
  ...more,
];
const end = given(...mortal()).state.ranges[range]!.expiresAt!;

describe('extend-range', () => {
  const extend = (time: number): Command => ({ type: 'extend-range', team: 't1', until: time });

  it('puts the end off', () => {
    expect(end).toBe(epoch + 5_000 + hour);
    given(...mortal())
      .when(extend(end + hour))
      .then({ type: 'range.extended', ...at, payload: { until: end + hour } });
  });

  it.each([end, end - hour, end + 59_999])('is refused when it gains less than a minute (%i)', (time) => {
    given(...mortal())
      .when(extend(time))
      .thenRefused('range-life-over');
  });

  it('is refused of a range that has no end, is going, or never was', () => {
    until('ready')
      .when(extend(end * 2))
      .thenRefused('range-life-over');
    given(...running)
      .when(extend(end * 2))
      .thenRefused('range-unknown');
    given(...mortal())
      .when({ type: 'extend-range', team: 't9', until: end * 2 })
      .thenRefused('team-unknown');
    const stopping: NewEvent = { type: 'range.stopping', ...at, payload: {} };
    given(...mortal(stopping))
      .when(extend(end * 2))
      .thenRefused('range-not-ready');
  });
});

describe('expire-range', () => {
  const expire = (now: number): Command => ({ type: 'expire-range', range, now });

  it('takes down what has lived its time', () => {
    given(...mortal())
      .when(expire(end))
      .then(
        { type: 'range.stopping', ...at, payload: { reason: 'expired' } },
        { type: 'range.gone', ...at, payload: {} },
      );
    given(...mortal({ type: 'range.placed', ...at, payload: { host: 'h1' } }))
      .when(expire(end))
      .then({ type: 'range.stopping', ...at, payload: { reason: 'expired' } });
  });

  it('leaves alone what has time left, has no end, or is going already', () => {
    given(...mortal())
      .when(expire(end - 1))
      .thenNothing();
    given(...mortal({ type: 'range.extended', ...at, payload: { until: end + hour } }))
      .when(expire(end))
      .thenNothing();
    given(...mortal({ type: 'range.stopping', ...at, payload: {} }))
      .when(expire(end))
      .thenNothing();
    until('ready')
      .when(expire(end * 2))
      .thenNothing();
    given(...running)
      .when(expire(end))
      .thenRefused('range-unknown');
  });
});
