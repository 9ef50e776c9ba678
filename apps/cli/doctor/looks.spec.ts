import { describe, expect, it } from 'vitest';
import { poolVerdict } from './address-pools.js';
import { inodeVerdict } from './disk.js';
import { boundsVerdict, clockVerdict, runtimeVerdict, seccompVerdict } from './engine-looks.js';
import { kernelVerdict, limitVerdict, sharedLimits } from './kernel.js';

const all = { memory: true, swap: true, cpus: true, processes: true };

describe('what bounds containers', () => {
  it.each([
    [all, 'ok', /bounded/],
    [{ ...all, swap: false }, 'warn', /swap cannot be bounded/],
    [{ ...all, memory: false, processes: false }, 'fail', /memory, processes of nodes cannot/],
    [{ ...all, cpus: false }, 'fail', /cpus/],
  ])('%o: %s', (bounds, verdict, found) =>
    expect(boundsVerdict({ bounds, cgroupVersion: 2 })).toMatchObject({
      verdict,
      found: expect.stringMatching(found) as string,
    }),
  );

  it('must include seccomp', () => {
    expect(seccompVerdict({ securityOptions: ['name=apparmor', 'name=seccomp,profile=default'] })).toEqual({
      verdict: 'ok',
      found: 'apparmor, seccomp',
    });
    expect(seccompVerdict({ securityOptions: ['name=apparmor'] }).verdict).toBe('fail');
  });

  it('must include the runtime that the policy requires', () => {
    expect(runtimeVerdict(['runc']).verdict).toBe('ok');
    expect(runtimeVerdict(['runc', 'runsc'], 'runsc').verdict).toBe('ok');
    expect(runtimeVerdict(['runc'], 'runsc')).toMatchObject({
      verdict: 'fail',
      mend: expect.stringContaining('install runsc') as string,
    });
  });
});

describe('shared limits', () => {
  const [limit] = sharedLimits;

  it.each([
    [limit!.least, undefined, 'ok', undefined],
    [limit!.least - 1, undefined, 'warn', `sysctl -w ${limit!.key}=${limit!.least},`],
    [limit!.least, limit!.least * 0.79, 'ok', undefined],
    [limit!.least, limit!.least * 0.81, 'warn', `sysctl -w ${limit!.key}=${2 * limit!.least},`],
  ])('%d with %s in use: %s', (value, used, verdict, mend) => {
    const judged = limitVerdict(limit!, value, used);
    expect(judged.verdict).toBe(verdict);
    if (mend) expect(judged.mend).toContain(mend);
    else expect(judged.mend).toBeUndefined();
  });

  it('have ids of their own', () => {
    expect(new Set(sharedLimits.map(({ id }) => id)).size).toBe(sharedLimits.length);
  });
});

it.each([
  ['6.18.44-fc-v669', 'ok'],
  ['6.7.0', 'ok'],
  ['6.6.63-lts', 'warn'],
  ['6.1.0-30-amd64', 'warn'],
  ['', 'warn'],
])('kernel %j: %s', (version, verdict) => expect(kernelVerdict(version).verdict).toBe(verdict));

it.each([
  ['2026-01-02T03:04:05Z', 'ok', '0.0 s'],
  ['2026-01-02T03:04:09Z', 'ok', '4.0 s before'],
  ['2026-01-02T03:03:05Z', 'warn', '60.0 s behind'],
  ['soon', 'warn', 'soon'],
])('an engine at %s: %s', (time, verdict, found) =>
  expect(clockVerdict(time, Date.parse('2026-01-02T03:04:05Z'))).toMatchObject({
    verdict,
    found: expect.stringContaining(found) as string,
  }),
);

it.each([
  [0, 0, 'ok'],
  [10_000_000, 100_000, 'ok'],
  [10_000_000, 99_999, 'warn'],
  [10_000_000, 9_999, 'fail'],
])('of %d inodes %d free: %s', (total, free, verdict) =>
  expect(inodeVerdict('/x', total, free).verdict).toBe(verdict),
);

it.each([
  ['10.128.0.0/9', [], 'ok', '524288 of 524288'],
  ['10.9.0.0/16', ['10.0.0.0/8'], 'fail', '0 of 4096'],
  ['10.9.0.0/24,10.10.0.0/21', ['10.9.0.0/16'], 'ok', '128 of 144'],
  ['10.9.0.0/24', ['10.9.0.16/28', '192.168.0.0/24'], 'warn', '15 of 16'],
])('the pool %s beside %j: %s', (pools, taken, verdict, found) =>
  expect(poolVerdict(pools, taken)).toMatchObject({
    verdict,
    found: expect.stringContaining(found) as string,
  }),
);
