import { scenarioSchema, type Service } from '#scenario';
import { describe, expect, it } from 'vitest';
import type { Order, ServiceAnswer } from './commands.js';
import { scoreTick } from './decide-service.js';
import type { NewEvent } from './events.js';
import { judgeService } from './judge-service.js';
import { after, range, rangeUntil, running, scenario as sample } from './testing/given.js';
import { dueTick } from './ticks.js';

const check = [{ node: 'web', tcp: { port: 80 } }];
const scenario = scenarioSchema.parse({
  ...sample,
  services: {
    shop: { title: { en: 'Shop' }, check, every: '1m', tolerance: 1 },
    mail: { title: { en: 'Mail' }, check, every: '2m' },
    theirs: { title: { en: 'Theirs' }, check, roles: ['red'] },
  },
});
const setting = { scenario, values: () => ({}) };
const ready = [...running, ...rangeUntil.ready];

const said = (outcome: ServiceAnswer['outcome'], more: Partial<ServiceAnswer> = {}): ServiceAnswer[] => [
  { outcome, detail: `it ${outcome}`, ms: 5, ...more },
];
const tick = (
  n: number,
  services: Record<string, ServiceAnswer[]>,
  before: NewEvent[] = [],
  of: object = {},
) => {
  const state = after(...ready, ...before);
  const asked = { range, generation: 1, since: state.clock.since, ...of };
  const order = { type: 'score-tick', actor: 'worker:h1', at: 0, team: 't1', tick: n, of: asked, services };
  return scoreTick(state, order as Order & { type: 'score-tick' }, setting);
};
const at = { team: 't1', range };
const scored = (payload: object): NewEvent => ({ type: 'tick.scored', ...at, payload }) as NewEvent;
const turned = (level: string, payload: object): NewEvent =>
  ({ type: `service.${level}`, ...at, payload }) as NewEvent;
const ok = (...events: NewEvent[]) => ({ ok: true, events });
const refused = (type: string) => ({
  ok: false,
  refusal: { type, detail: expect.stringMatching(/\S{2}/) as string },
});
const wasUp = [turned('up', { service: 'shop' }), scored({ tick: 1, services: { shop: 'up' } })];

describe('a tick of the services', () => {
  it('tells changes, and what each counts as', () => {
    expect(tick(2, { shop: said('passed'), mail: said('failed') })).toEqual(
      ok(
        turned('up', { service: 'shop' }),
        turned('down', { service: 'mail', reason: 'it failed' }),
        scored({ tick: 2, services: { shop: 'up', mail: 'down' } }),
      ),
    );
  });

  it('says nothing of what stays as it was', () => {
    expect(tick(2, { shop: said('passed') }, wasUp)).toEqual(
      ok(scored({ tick: 2, services: { shop: 'up' } })),
    );
  });

  it('is scored once, and never after a later one', () => {
    expect(tick(1, { shop: said('failed') }, wasUp)).toEqual(refused('tick-past'));
    expect(tick(2, { shop: said('passed') }, [scored({ tick: 3, services: {} })])).toEqual(
      refused('tick-past'),
    );
  });

  it('leaves out a service that is not due, is another role’s, or is none', () => {
    const all = { shop: said('passed'), mail: said('passed'), theirs: said('failed'), none: said('failed') };
    expect(tick(1, all)).toEqual(
      ok(turned('up', { service: 'shop' }), scored({ tick: 1, services: { shop: 'up' } })),
    );
    expect(tick(1, { mail: said('passed') })).toEqual(refused('tick-past'));
  });

  it('bears with as many failures in a row as the author says', () => {
    const once = scored({ tick: 2, services: { shop: 'up' }, tolerated: { shop: 1 } });
    expect(tick(2, { shop: said('failed') }, wasUp)).toEqual(ok(once));
    expect(tick(3, { shop: said('failed') }, [...wasUp, once])).toEqual(
      ok(
        turned('down', { service: 'shop', reason: 'it failed' }),
        scored({ tick: 3, services: { shop: 'down' } }),
      ),
    );
    const again = [...wasUp, once, scored({ tick: 3, services: { shop: 'up' } })];
    expect(tick(4, { shop: said('failed') }, again)).toMatchObject(
      ok(scored({ tick: 4, services: { shop: 'up' }, tolerated: { shop: 1 } })),
    );
  });

  it('does not take an unknown for the end of a row of failures, nor for one', () => {
    const once = scored({ tick: 2, services: { shop: 'up' }, tolerated: { shop: 1 } });
    const blank = scored({ tick: 3, services: { shop: 'unknown' }, unclear: { shop: 'it unknown' } });
    expect(tick(3, { shop: said('unknown') }, [...wasUp, once])).toEqual(ok(blank));
    expect(tick(4, { shop: said('failed') }, [...wasUp, once, blank])).toMatchObject(
      ok(
        turned('down', { service: 'shop', reason: 'it failed' }),
        scored({ tick: 4, services: { shop: 'down' } }),
      ),
    );
  });

  it.each<[string, NewEvent[], object]>([
    ['the range was reset', [], { generation: 0 }],
    ['it was another range', [], { range: 'r2' }],
    ['the clock stopped and went on', [], { since: 1 }],
    ['the range is suspended', [{ type: 'range.suspended', ...at, payload: {} }], {}],
  ])('says nothing when %s meanwhile', (_why, before, of) => {
    expect(tick(1, { shop: said('failed') }, before, of)).toEqual(refused('tick-out-of-date'));
  });

  it('is not scored while the exercise is paused', () => {
    expect(tick(1, { shop: said('failed') }, [{ type: 'exercise.paused', payload: {} }])).toEqual(
      refused('exercise-paused'),
    );
  });
});

describe('judging a service', () => {
  const service = (more: object = {}): Service =>
    scenarioSchema.parse({
      ...sample,
      services: { s: { title: { en: 'S' }, check: [...check, ...check, ...check], ...more } },
    }).services.s!;
  const degraded = { degraded: { failing: 2, slowerThan: '100ms' } };
  const of = (letters: string): ServiceAnswer[] =>
    [...letters].flatMap(
      (letter) =>
        ({
          p: said('passed'),
          f: said('failed'),
          u: said('unknown'),
          s: said('unknown', { silent: true }),
          l: said('passed', { ms: 101 }),
        })[letter]!,
    );
  it.each<[object, string, string]>([
    [{}, 'ppp', 'up'],
    [{}, 'ppf', 'down'],
    [{}, 'pps', 'down'],
    [{}, 'ppu', 'unknown'],
    [{}, 'fpu', 'down'],
    [{}, 'llp', 'up'],
    [degraded, 'pfp', 'up'],
    [degraded, 'pff', 'degraded'],
    [degraded, 'fff', 'down'],
    [degraded, 'sss', 'down'],
    [degraded, 'plp', 'degraded'],
    [degraded, 'ppu', 'up'],
    [degraded, 'pfu', 'unknown'],
    [degraded, 'ffu', 'unknown'],
    [degraded, 'uuu', 'unknown'],
  ])('%j with %s is %s', (more, letters, level) => {
    expect(judgeService(service(more), of(letters))).toBe(level);
  });
});

describe('the tick that is due', () => {
  const due = (clock: number, before?: Parameters<typeof dueTick>[2], share = 0) =>
    dueTick(scenario, 'blue', before, clock, share);
  it('comes with the clock, each service in its own time', () => {
    expect(due(59_999)).toBeUndefined();
    expect(due(60_000)).toEqual({ tick: 1, services: ['shop'] });
    expect(due(120_000)).toEqual({ tick: 2, services: ['shop', 'mail'] });
  });

  it('is none that was scored, and only the newest of those that were missed', () => {
    const before = { tick: 1, by: { shop: { tick: 1, failing: 0 } } };
    expect(due(60_000, before)).toBeUndefined();
    expect(due(600_000, before)).toEqual({ tick: 10, services: ['shop', 'mail'] });
  });

  it('asks a service later that was not asked in its time', () => {
    const before = { tick: 2, by: { shop: { tick: 2, failing: 0 } } };
    expect(due(180_000, before)).toEqual({ tick: 3, services: ['shop', 'mail'] });
  });

  it('is spread over the teams', () => {
    expect(due(89_999, undefined, 0.5)).toBeUndefined();
    expect(due(90_000, undefined, 0.5)).toEqual({ tick: 1, services: ['shop'] });
  });

  it('is none for a role without services', () => {
    expect(dueTick(scenario, 'white', undefined, 1e9, 0)).toBeUndefined();
  });
});
