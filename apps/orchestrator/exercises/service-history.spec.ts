import type { ExerciseEvent } from '#exercise';
import { describe, expect, it } from 'vitest';
import { serviceTicks, unclearOf } from './service-history.js';

const log = (...events: [type: string, payload: object, team?: string][]) =>
  events.map(
    ([type, payload, team = 't1'], index) =>
      ({
        seq: index + 1,
        at: 1_000 * index,
        clock: 10 * index,
        type,
        payload,
        team,
      }) as unknown as ExerciseEvent,
  );
const tick = (n: number, web: string, more: object = {}): [string, object] => [
  'tick.scored',
  { tick: n, services: { web }, ...more },
];

describe('serviceTicks', () => {
  it('holds the reason of a change for as long as it lasts', () => {
    const ticks = serviceTicks(
      log(
        ['service.up', { service: 'web' }],
        tick(1, 'up'),
        ['service.down', { service: 'web', reason: 'refused' }],
        tick(2, 'down'),
        tick(3, 'down'),
        ['service.up', { service: 'web' }],
        tick(4, 'up'),
      ),
    ).get('web')!;
    expect(ticks.map(({ tick: n, state, reason }) => [n, state, reason])).toEqual([
      [1, 'up', undefined],
      [2, 'down', 'refused'],
      [3, 'down', 'refused'],
      [4, 'up', undefined],
    ]);
  });

  it('says why nothing is known, and what was borne with', () => {
    const ticks = serviceTicks(
      log(
        tick(1, 'unknown', { unclear: { web: 'the engine is away' } }),
        tick(2, 'up', { tolerated: { web: 1 } }),
      ),
    ).get('web')!;
    expect(ticks).toMatchObject([
      { state: 'unknown', reason: 'the engine is away' },
      { state: 'up', tolerated: 1 },
    ]);
  });
});

describe('unclearOf', () => {
  const title = { en: 'Port 80' };
  const unknown = (detail: string, team = 't1'): [string, object, string] => [
    'check.unknown',
    {
      task: 'mend',
      request: 'r',
      results: [
        { title, outcome: 'unknown', detail },
        { title, outcome: 'passed', detail: '' },
      ],
    },
    team,
  ];

  it('has the probes that did not tell, and no others, the newest first', () => {
    expect(unclearOf(log(unknown('timed out'), tick(1, 'unknown', { unclear: { web: 'away' } })))).toEqual([
      { team: 't1', service: 'web', reason: 'away', times: 1, seq: 2, at: 1_000, clock: 10 },
      { team: 't1', task: 'mend', title, reason: 'timed out', times: 1, seq: 1, at: 0, clock: 0 },
    ]);
  });

  it('counts the same of a team once, by its last time, and keeps teams apart', () => {
    const found = unclearOf(log(unknown('timed out'), unknown('timed out', 't2'), unknown('timed out')));
    expect(found.map(({ team, times, seq }) => [team, times, seq])).toEqual([
      ['t1', 2, 3],
      ['t2', 1, 2],
    ]);
  });
});
