import { describe, expect, it } from 'vitest';
import { demandOf, noDemand } from './demand.js';
import { secondsUntilReady } from './estimate.js';
import { decideQueue } from './queue.js';
import { queueOrder, type Waiting } from './queue-order.js';
import type { RequestedRange, Situation } from './situation.js';
import { smallNode } from './testing/small-node.js';

const waiting = (exercise: string, count: number, from = 0): Waiting[] =>
  Array.from({ length: count }, (_, n) => ({ range: `${exercise}${n}`, exercise, asked: from + n }));
const order = (all: Waiting[], inFlight: Record<string, number> = {}, served: Record<string, number> = {}) =>
  queueOrder(all, new Map(Object.entries(inFlight)), new Map(Object.entries(served))).map(
    ({ range }) => range,
  );

describe('the order of the queue', () => {
  it('is that of asking within an exercise', () => {
    expect(order(waiting('a', 3).reverse())).toEqual(['a0', 'a1', 'a2']);
  });

  it('goes round the exercises', () => {
    expect(order([...waiting('a', 3), ...waiting('b', 2, 3)])).toEqual(['a0', 'b0', 'a1', 'b1', 'a2']);
  });

  it('lets one that has less in flight catch up', () => {
    expect(order([...waiting('a', 2), ...waiting('b', 3, 2)], { a: 2 })).toEqual([
      'b0',
      'b1',
      'a0',
      'b2',
      'a1',
    ]);
  });

  it('begins with whoever was served longest ago', () => {
    expect(order([...waiting('a', 1), ...waiting('b', 1, 1)], {}, { a: 2, b: 1 })).toEqual(['b0', 'a0']);
    expect(order([...waiting('a', 1), ...waiting('b', 1, 1)], {}, { a: 2 })).toEqual(['b0', 'a0']);
  });

  it('puts a solo among the first, though a class of 300 came before', () => {
    const place = order([...waiting('class', 300), ...waiting('solo', 1, 300)], { class: 8 }).indexOf(
      'solo0',
    );
    expect(place).toBe(0);
    expect(order([...waiting('class', 300), ...waiting('solo', 1, 300)]).indexOf('solo0')).toBe(1);
  });
});

describe('an estimate', () => {
  it.each([
    // launches of 8 s, 4 slots, 8 in flight: the 12th is done after 20 / 4 rounds of 8 s
    [12, [8_000, 8_000], 4, 8, 40],
    [1, [8_000, 8_000], 4, 0, 10],
    [1, [100, 100], 4, 0, 5],
    [1, [3_000, 5_000], 1, 2, 15],
  ])(
    'for place %i of launches %j: %i slots, %i in flight, %i s',
    (place, launches, slots, inFlight, seconds) => {
      expect(secondsUntilReady(place, { launches, slots, inFlight })).toBe(seconds);
    },
  );

  it('rests on the last twenty launches', () => {
    const launches = [...Array<number>(50).fill(90_000), ...Array<number>(20).fill(10_000)];
    expect(secondsUntilReady(1, { launches, slots: 1, inFlight: 0 })).toBe(10);
  });

  it('is not given while too little is known', () => {
    expect(secondsUntilReady(1, { launches: [8_000], slots: 4, inFlight: 0 })).toBeUndefined();
    expect(secondsUntilReady(1, { launches: [8_000, 8_000], slots: 0, inFlight: 0 })).toBeUndefined();
  });
});

describe('the demand of a scenario', () => {
  it('is the sum of what its nodes may use', () => {
    const nodes = {
      web: smallNode({ memory: '256M', disk: '64M', cpus: 0.5 }),
      db: smallNode({ memory: '1G' }),
    };
    const networks = { lan: {}, dmz: {} } as never;
    expect(demandOf({ nodes, networks })).toEqual({
      memory: (256 + 64 + 1024 + 64) * 2 ** 20,
      cpus: 1.5,
      networks: 2,
      disk: 8 * 2 ** 20,
    });
  });

  it('counts the resolver of each network that has one', () => {
    const networks = { lan: { dns: '10.0.0.53' }, dmz: { dns: '10.0.1.53' }, far: {} } as never;
    expect(
      demandOf({ nodes: { web: smallNode({ memory: '256M', disk: '64M', cpus: 0.5 }) }, networks }),
    ).toEqual({
      memory: (256 + 64 + 2 * (32 + 1)) * 2 ** 20,
      cpus: 1,
      networks: 3,
      disk: 12 * 2 ** 20,
    });
  });
});

describe('a look at the queue', () => {
  const capacity = {
    memory: { total: 2 ** 34, available: 2 ** 34 },
    cpus: 4,
    disk: { total: 2 ** 38, free: 2 ** 38 },
    networks: { total: 100, used: 0 },
    slots: 1,
  };
  const requested = (range: string, asked: number, demand: RequestedRange['demand'] = noDemand) => ({
    range,
    exercise: 'e',
    team: `t${asked}`,
    asked,
    age: 0,
    demand: demand instanceof Error ? demand : { ...demand, memory: 1, cpus: 1, networks: 1, disk: 1 },
  });
  const situation = (more: Partial<Situation> = {}): Situation => ({
    requested: [requested('r0', 0), requested('r1', 1), requested('r2', 2), requested('r3', 3)],
    hosts: [{ name: 'h', usable: true, capacity, reserved: noDemand, unmeasured: noDemand, inFlight: 0 }],
    noHost: 'none',
    allKnown: true,
    inFlight: new Map(),
    servedAt: new Map(),
    launches: [10_000, 10_000],
    ...more,
  });
  const bounds = { memoryOvercommit: 1, cpuOvercommit: 1 };

  it('places what fits and gives the others their places, with why and about how long', () => {
    const { orders, waiting: left } = decideQueue(situation(), bounds);
    expect(orders.map(({ order: { type, ...about } }) => [type, about])).toEqual([
      ['place-range', { actor: 'system', range: 'r0', host: 'h' }],
      ['place-range', { actor: 'system', range: 'r1', host: 'h' }],
    ]);
    const text = 'images are ready, waiting for a free slot';
    expect(left).toEqual([
      {
        range: 'r2',
        exercise: 'e',
        team: 't2',
        place: { place: 1, of: 2, reason: 'waiting-slot', text, seconds: 30 },
      },
      {
        range: 'r3',
        exercise: 'e',
        team: 't3',
        place: { place: 2, of: 2, reason: 'waiting-slot', text, seconds: 40 },
      },
    ]);
  });

  it('gives up what can never be had, and goes on with the others', () => {
    const broken = requested('r0', 0, new Error('line 3'));
    const { orders, waiting: left } = decideQueue(
      situation({ requested: [broken, requested('r1', 1)] }),
      bounds,
    );
    expect(orders.map(({ order }) => order)).toEqual([
      {
        type: 'fail-range',
        actor: 'system',
        range: 'r0',
        reason: 'The scenario of this range cannot be read: line 3',
      },
      { type: 'place-range', actor: 'system', range: 'r1', host: 'h' },
    ]);
    expect(left).toEqual([]);
  });

  it('tells the figures of what is missing', () => {
    const reserved = { ...noDemand, cpus: 4 };
    const hosts = situation().hosts.map((host) => ({ ...host, reserved }));
    const { waiting: left } = decideQueue(situation({ hosts, requested: [requested('r0', 0)] }), bounds);
    expect(left[0]!.place).toEqual({
      place: 1,
      of: 1,
      reason: 'waiting-cpu',
      text: 'needs 1 of cpus, 0 are free for ranges',
      needs: 1,
      free: 0,
    });
  });

  it('estimates nothing for who waits for something else than a slot', () => {
    const { waiting: left } = decideQueue(situation({ hosts: [] }), bounds);
    expect(left.map(({ place }) => [place.place, place.reason, place.seconds])).toEqual(
      [1, 2, 3, 4].map((place) => [place, 'waiting-host', undefined]),
    );
  });
});
