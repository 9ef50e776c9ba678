import { describe, expect, it } from 'vitest';
import { captureScript, settleCaptures } from './capture.js';

const bounds = { each: 16 * 2 ** 20, total: 512 * 2 ** 20 };
const answer = (stdout: string, stderr = '') => ({
  run: async () => ({ exitCode: 0, timedOut: false, truncated: false, stdout, stderr }),
});

describe('captures', () => {
  it('keep two files of each network, and as many networks as the host has room for', () => {
    const script = captureScript(['rng-aaaaaaaa0'], ['rng-aaaaaaaa1'], bounds);
    expect(script).toContain('-C 8 -W 2');
    expect(script).toContain('-ge 33 ]');
    expect(script.match(/setsid tcpdump/g)).toHaveLength(1);
    expect(captureScript(['rng-aaaaaaaa0'], [], { each: 10, total: 1 })).toContain('-C 1 -W 2');
  });

  it('tell by network which could not be had, and why', async () => {
    const settle = (stdout: string, stderr?: string) =>
      settleCaptures(answer(stdout, stderr), 'aaaaaaaa', ['lan', 'dmz'], new Set(['lan', 'dmz']), bounds);
    expect(await settle('settled\n')).toEqual(new Map());
    expect(await settle('failed rng-aaaaaaaa1 the network is not up\nsettled\n')).toEqual(
      new Map([['dmz', 'the network is not up']]),
    );
    await expect(settle('failed rng-aaaaaaaa1 x\n', 'no flock')).rejects.toThrow(
      'captures cannot be settled: no flock',
    );
  });
});
