import { describe, expect, it } from 'vitest';
import { boundBridges, boundScript } from './bridge-bounds.js';
import { EngineError } from './errors.js';

const answer = (stdout: string) => ({
  exitCode: 0,
  timedOut: false,
  truncated: false,
  stdout,
  stderr: 'no such device',
});

describe('bounds of bridges', () => {
  it('makes each bridge deaf before it is marked as bounded', () => {
    const script = boundScript(['rng-abcd12340', 'rng-abcd12341']);
    expect(script.match(/hook ingress device "rng-abcd1234[01]" priority 0; policy drop/g)).toHaveLength(2);
    expect(script.indexOf('policy drop')).toBeLessThan(script.indexOf('perl - rng-abcd12340 rng-abcd12341'));
  });
  it('takes nothing but names of bridges into the script', () => {
    expect(() => boundScript(['rng-abcd12340; reboot'])).toThrow(RangeError);
    expect(() => boundScript(['docker0'])).toThrow(RangeError);
  });
  it('fails unless the host says that all is done, and asks nothing for no bridge', async () => {
    await expect(boundBridges({ run: async () => answer('') }, ['rng-abcd12340'])).rejects.toThrow(
      EngineError,
    );
    await expect(
      boundBridges({ run: async () => answer('bounded\n') }, ['rng-abcd12340']),
    ).resolves.toBeUndefined();
    await expect(
      boundBridges({ run: () => Promise.reject(new Error('asked')) }, []),
    ).resolves.toBeUndefined();
  });
});
