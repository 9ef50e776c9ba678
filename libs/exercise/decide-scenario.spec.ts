import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import { evolve } from './evolve.js';
import { been, given, range, rangeUntil, running, stamp } from './testing/given.js';

const next = { id: 'sample', version: '1.0.1', digest: 'e' };
const replace = (more: Partial<Extract<Command, { type: 'replace-scenario' }>> = {}): Command => ({
  type: 'replace-scenario',
  from: 'd',
  scenario: next,
  topology: false,
  nodes: [],
  ...more,
});
const at = { team: 't1', range } as const;
const replaced = { type: 'scenario.replaced', range, payload: { scenario: next } } as const;

describe('replacing the scenario of an exercise', () => {
  it('leaves all machines alone when only texts differ', () => {
    given(...running, ...rangeUntil.ready)
      .when(replace())
      .then(replaced);
    given(...running, ...rangeUntil.suspended)
      .when(replace())
      .then(replaced);
  });

  it('has the nodes that differ built anew, counting on from earlier resets', () => {
    const before = { type: 'node.reset', ...at, payload: { node: 'web', reset: 1 } } as const;
    given(...running, ...rangeUntil.ready, before)
      .when(replace({ nodes: ['web', 'db'] }))
      .then(
        replaced,
        { type: 'node.reset', ...at, payload: { node: 'web', reset: 2 } },
        { type: 'node.reset', ...at, payload: { node: 'db', reset: 1 } },
      );
  });

  it('has the whole range built anew when its topology differs', () => {
    given(...running, ...rangeUntil.degraded)
      .when(replace({ topology: true, nodes: ['web'] }))
      .then(replaced, { type: 'range.resetting', ...at, payload: { generation: 2 } });
  });

  it('asks nothing of a range that was not built yet, or is not there', () => {
    given(...running, ...rangeUntil.requested)
      .when(replace({ topology: true }))
      .then(replaced);
    const { type, payload } = replaced;
    given(...running, ...rangeUntil.failed)
      .when(replace({ nodes: ['web'] }))
      .then({ type, payload });
    given(been.created(), ...been.team('t1', 'ann'))
      .when(replace({ topology: true }))
      .then({ type, payload });
  });

  it.each(['queued', 'preparing', 'starting', 'resetting', 'suspended'] as const)(
    'waits for a range that is %s before machines are touched',
    (status) => {
      given(...running, ...rangeUntil[status])
        .when(replace({ nodes: ['web'] }))
        .thenRefused('range-busy');
    },
  );

  it('changes nothing when it is the same', () => {
    given(...running, ...rangeUntil.ready)
      .when(replace({ scenario: { ...next, digest: 'd' }, nodes: ['web'] }))
      .thenNothing();
  });

  it('is refused to a class, to an exercise that is over, and on what it no longer plays', () => {
    given(been.created('class'), ...been.team('t1', 'ann'))
      .when(replace())
      .thenRefused('scenario-fixed');
    given(...running, been.finished)
      .when(replace())
      .thenRefused('exercise-over');
    given(...running)
      .when(replace({ from: 'other' }))
      .thenRefused('scenario-moved');
  });

  it('is what the exercise plays from then on', () => {
    const { state } = given(...running, ...rangeUntil.ready);
    const after = stamp(state, [replaced]).reduce(evolve, state);
    expect(after.scenario).toEqual(next);
    expect(after.ranges).toEqual(state.ranges);
  });
});
