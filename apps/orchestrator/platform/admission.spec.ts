import { describe, expect, it } from 'vitest';
import { admit, type HostLoad, type Request, type Terms } from './admission.js';
import { noDemand, type Demand } from './demand.js';

const gb = 2 ** 30;
const terms: Terms = {
  bounds: { memoryOvercommit: 1, cpuOvercommit: 10 },
  noHost: 'no host',
  allKnown: true,
};
const small: Demand = { memory: gb, cpus: 1, networks: 2, disk: 0 };

const host = (name: string, more: Partial<HostLoad> = {}): HostLoad => ({
  name,
  usable: true,
  capacity: {
    memory: { total: 8.5 * gb, available: 8.5 * gb },
    cpus: 4,
    disk: { total: 100 * gb, free: 50 * gb },
    networks: { total: 100, used: 0 },
    slots: 2,
  },
  reserved: noDemand,
  unmeasured: noDemand,
  inFlight: 0,
  ...more,
});
const has = (more: Partial<HostLoad['capacity']>) => ({ capacity: { ...host('x').capacity, ...more } });
const asks = (range: string, demand: Partial<Demand> = {}, age = 0): Request => ({
  range,
  demand: { ...small, ...demand },
  age,
});
const one = (demand: Partial<Demand>, hosts: HostLoad[], more: Partial<Terms> = {}) =>
  admit([asks('r', demand)], hosts, { ...terms, ...more }).get('r');
const many = (requests: Request[], hosts: HostLoad[]) => {
  const verdicts = admit(requests, hosts, terms);
  return Object.fromEntries(
    [...verdicts].map(([range, v]) => [
      range,
      v.is === 'place' ? v.host : v.is === 'wait' ? v.reason : 'never',
    ]),
  );
};

describe('a request', () => {
  it('is placed where there is room', () => {
    expect(one({}, [host('a')])).toEqual({ is: 'place', host: 'a' });
  });

  it('waits without any host, and says why', () => {
    const waits = { is: 'wait', reason: 'waiting-host', text: 'no host' };
    expect(one({}, [])).toEqual(waits);
    expect(one({}, [host('a', { usable: false })])).toEqual(waits);
  });

  it('goes to the host that is asked for the smallest share of what it has', () => {
    const busy = host('a', { reserved: { ...small, memory: 3 * gb } });
    expect(one({}, [busy, host('b')])).toEqual({ is: 'place', host: 'b' });
    const full = host('a', has({ memory: { total: 8.5 * gb, available: 3 * gb } }));
    expect(one({}, [full, host('b')])).toEqual({ is: 'place', host: 'b' });
    expect(one({}, [host('b'), host('a')])).toEqual({ is: 'place', host: 'a' });
  });

  it('waits for a slot when each host has twice as many in flight as it works on at once', () => {
    expect(one({}, [host('a', { inFlight: 3 })])).toMatchObject({ is: 'place' });
    expect(one({}, [host('a', { inFlight: 4 })])).toEqual({
      is: 'wait',
      reason: 'waiting-slot',
      text: 'images are ready, waiting for a free slot',
    });
  });

  it('waits for images when its slots are taken by those who wait for them', () => {
    const building = host('a', { inFlight: 4, preparing: 'images of x' });
    expect(one({}, [building])).toMatchObject({ is: 'wait', reason: 'waiting-images' });
    expect(one({}, [building, host('b', { inFlight: 4 })])).toMatchObject({ reason: 'waiting-slot' });
  });
});

describe('memory', () => {
  it('is promised up to what the host has less its floor, times the overcommit', () => {
    const reserved = { ...noDemand, memory: 7 * gb };
    expect(one({}, [host('a', { reserved })])).toMatchObject({ is: 'place' });
    expect(one({ memory: gb + 1 }, [host('a', { reserved })])).toEqual({
      is: 'wait',
      reason: 'waiting-memory',
      text: 'needs 1.0 GB of memory, 1.0 GB are free for ranges',
      needs: gb + 1,
      free: gb,
    });
    const bounds = { memoryOvercommit: 2, cpuOvercommit: 10 };
    expect(one({ memory: 9 * gb }, [host('a', { reserved })], { bounds })).toMatchObject({ is: 'place' });
  });

  it('is not given out when it is not there, whatever was promised', () => {
    const measured = has({ memory: { total: 8.5 * gb, available: 1.5 * gb } });
    expect(one({}, [host('a', measured)])).toMatchObject({ is: 'place' });
    const unmeasured = { ...noDemand, memory: 1 };
    expect(one({}, [host('a', { ...measured, unmeasured })])).toMatchObject({
      reason: 'waiting-memory',
      needs: gb,
      free: gb - 1,
    });
  });

  it('keeps a floor of 512 MB, or 5 % of much', () => {
    const large = has({ memory: { total: 100 * gb, available: 100 * gb } });
    expect(one({ memory: 95 * gb }, [host('a', large)])).toMatchObject({ is: 'place' });
    expect(one({ memory: 95 * gb + 1 }, [host('a', large)])).toMatchObject({ is: 'never' });
  });
});

describe('cpus, networks and disk', () => {
  it.each([
    ['cpus', { cpus: 3 }, { reserved: { ...noDemand, cpus: 38 } }, 'waiting-cpu', 2],
    [
      'networks by reservation',
      { networks: 3 },
      { reserved: { ...noDemand, networks: 98 } },
      'waiting-addresses',
      2,
    ],
    [
      'networks by measure',
      { networks: 3 },
      has({ networks: { total: 100, used: 98 } }),
      'waiting-addresses',
      2,
    ],
    [
      'networks of launches at work',
      { networks: 3 },
      { ...has({ networks: { total: 100, used: 90 } }), unmeasured: { ...noDemand, networks: 8 } },
      'waiting-addresses',
      2,
    ],
    ['disk', { disk: 2 * gb }, has({ disk: { total: 100 * gb, free: 6 * gb } }), 'waiting-disk', gb],
  ] as const)('%s: a range waits for them with figures', (_what, demand, more, reason, free) => {
    const [needs] = Object.values(demand);
    expect(one(demand, [host('a', more)])).toMatchObject({ is: 'wait', reason, needs, free });
  });

  it('count parts of cpus without dust', () => {
    const verdict = one({ cpus: 0.3 }, [host('a', { reserved: { ...noDemand, cpus: 39.8 } })]);
    expect(verdict).toMatchObject({ reason: 'waiting-cpu', free: 0.2 });
  });
});

describe('what never fits', () => {
  it('is said at once, with figures of the largest host', () => {
    const tiny = host('tiny', has({ memory: { total: 4 * gb, available: gb } }));
    expect(one({ memory: 12 * gb }, [tiny, host('big')])).toEqual({
      is: 'never',
      reason: 'The range needs 12.0 GB of memory; the largest host has 8.0 GB for ranges.',
    });
    const bounds = { memoryOvercommit: 2, cpuOvercommit: 10 };
    expect(one({ memory: 24 * gb }, [host('big')], { bounds })).toMatchObject({
      reason:
        'The range needs 12.0 GB of memory (its limits are 24.0 GB); the largest host has 8.0 GB for ranges.',
    });
    expect(one({ networks: 101 }, [host('big')])).toMatchObject({
      reason: 'The range needs 101 of networks; the largest host has 100 for ranges.',
    });
  });

  it('is not said while a host that does not answer might take it', () => {
    const away = host('away', { ...has({ memory: { total: 64 * gb, available: 64 * gb } }), usable: false });
    expect(one({ memory: 12 * gb }, [away, host('big')])).toMatchObject({
      is: 'wait',
      reason: 'waiting-memory',
    });
  });

  it('is not said while a host has not told what it has', () => {
    expect(one({ memory: 12 * gb }, [host('big')], { allKnown: false })).toMatchObject({ is: 'wait' });
  });
});

describe('requests one after the other', () => {
  it('are spread, each place counting for the next, up to all that fits', () => {
    const requests = Array.from({ length: 9 }, (_, n) => asks(`r${n}`));
    expect(many(requests, [host('a'), host('b')])).toEqual({
      r0: 'a',
      r1: 'b',
      r2: 'a',
      r3: 'b',
      r4: 'a',
      r5: 'b',
      r6: 'a',
      r7: 'b',
      r8: 'waiting-slot',
    });
  });

  it('pass one that finds no room yet', () => {
    const reserved = { ...noDemand, memory: 6 * gb };
    expect(many([asks('large', { memory: 4 * gb }), asks('small')], [host('a', { reserved })])).toEqual({
      large: 'waiting-memory',
      small: 'a',
    });
  });

  it('pass none that has waited for a minute', () => {
    const reserved = { ...noDemand, memory: 6 * gb };
    const requests = [asks('large', { memory: 4 * gb }, 60_001), asks('small')];
    expect(many(requests, [host('a', { reserved })])).toEqual({
      large: 'waiting-memory',
      small: 'waiting-memory',
    });
    expect(
      many(requests, [host('a', { reserved }), host('b', { reserved: { ...noDemand, memory: 7 * gb } })]),
    ).toEqual({
      large: 'waiting-memory',
      small: 'b',
    });
  });
});
