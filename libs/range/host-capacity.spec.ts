import { describe, expect, it } from 'vitest';
import { EngineError, IsolationError } from './errors.js';
import { lookAtHost, readMeasure } from './host-capacity.js';
import { isolationRules } from './isolation.js';

const printed = (routes: string[], bridges = 0) =>
  [
    'MemTotal 8000000',
    'MemAvailable 6000000',
    'Disk 4096 1000 250',
    `Bridges ${bridges}`,
    ...routes.map((route) => `Route ${route}`),
  ].join('\n');

const networks = (pools: string[], routes: string[], bridges = 0) =>
  readMeasure(printed(routes, bridges), pools).networks;

describe('what a host has', () => {
  it('is read in bytes', () => {
    expect(readMeasure(printed([]), ['10.128.0.0/9'])).toEqual({
      memory: { total: 8_192_000_000, available: 6_144_000_000 },
      disk: { total: 4_096_000, free: 1_024_000 },
      networks: { total: 524_288, used: 0 },
    });
  });

  it.each([
    ['MemAvailable 6000000', 'MemAvailable'],
    ['Disk 4096 1000 250', 'Disk'],
    ['Bridges 0', 'Bridges'],
  ])('is not made up when "%s" is missing', (line, name) => {
    const read = () => readMeasure(printed([]).replace(line, ''), ['10.0.0.0/24']);
    expect(read).toThrow(EngineError);
    expect(read).toThrow(name);
  });
});

describe('subnets of the pools', () => {
  it('are counted in all pools, once where pools overlap', () => {
    expect(networks(['10.1.0.0/24'], []).total).toBe(16);
    expect(networks(['10.1.0.0/24', '10.2.0.0/25'], []).total).toBe(24);
    expect(networks(['10.1.0.0/24', '10.1.0.0/25'], []).total).toBe(16);
  });

  it('are taken by networks of ranges and by what the host routes there', () => {
    expect(networks(['10.1.0.0/24'], [], 3).used).toBe(3);
    expect(networks(['10.1.0.0/24'], ['10.1.0.0/26 dev x', 'default via 10.9.0.1 dev y'], 3).used).toBe(7);
    expect(networks(['10.1.0.0/24'], ['local 10.1.0.17 dev x table local']).used).toBe(1);
    expect(networks(['10.1.0.0/24'], ['10.1.0.8/29 dev x', '10.1.0.0/29 dev x']).used).toBe(1);
    expect(networks(['10.1.0.0/24'], ['192.168.1.0/24 dev x']).used).toBe(0);
  });

  it('are never taken more often than they are there', () => {
    expect(networks(['10.1.0.0/24'], ['10.0.0.0/8 dev x'], 40)).toEqual({ total: 16, used: 16 });
  });
});

describe('a look at a host', () => {
  const answering = (stdout: string) => ({
    run: () => Promise.resolve({ exitCode: 0, timedOut: false, stdout, stderr: 'why', truncated: false }),
  });

  it('tells the missing rules with what the host has', async () => {
    const { missing, measure } = await lookAtHost(answering(`missing 1\nchecked\n${printed([])}`), [
      '10.1.0.0/24',
    ]);
    expect(missing).toEqual([isolationRules[1]]);
    expect(measure.disk.free).toBe(1_024_000);
  });

  it('does not take a check that was cut short for a good one', async () => {
    await expect(lookAtHost(answering(printed([])), [])).rejects.toThrow(IsolationError);
  });
});
