import { describe, expect, it, vi } from 'vitest';
import type { NodeState } from './nodes.js';
import { awaitReady, type ReadyAnswer } from './readiness.js';

const running: NodeState = { container: 'c', pid: 1, running: true, paused: false, startedAt: '' };
const failed: ReadyAnswer = { outcome: 'failed', detail: 'port 80 refuses connections' };
const quick = { node: 'web', intervalMs: 1, limitMs: 200 };

describe('awaitReady', () => {
  it('asks until the probe passes', async () => {
    let asked = 0;
    await awaitReady({
      ...quick,
      look: async () => running,
      ask: async () =>
        ++asked < 4
          ? asked % 2
            ? failed
            : { outcome: 'unknown', detail: '' }
          : { outcome: 'passed', detail: '' },
    });
    expect(asked).toBe(4);
  });
  it('asks soon at first, then less and less often, and never more seldom than told', async () => {
    vi.useFakeTimers();
    try {
      const at: number[] = [];
      const begun = Date.now();
      const ready = awaitReady({
        node: 'web',
        intervalMs: 500,
        look: async () => running,
        ask: async () => {
          at.push(Date.now() - begun);
          return at.length < 8 ? failed : { outcome: 'passed', detail: '' };
        },
      });
      await vi.advanceTimersByTimeAsync(5_000);
      await ready;
      expect(at).toEqual([0, 40, 120, 280, 600, 1100, 1600, 2100]);
    } finally {
      vi.useRealTimers();
    }
  });
  it('takes a running node without a probe as ready', async () => {
    await expect(awaitReady({ ...quick, look: async () => running })).resolves.toBeUndefined();
  });
  it('fails at once when the node ends, without asking', async () => {
    const ready = awaitReady({
      ...quick,
      limitMs: 60_000,
      look: async () => ({ ...running, running: false, ended: 'it crashed' }),
      ask: async () => {
        throw new Error('asked');
      },
    });
    await expect(ready).rejects.toThrow('node web failed: it crashed');
  });
  it('fails when the container is gone', async () => {
    await expect(awaitReady({ ...quick, look: async () => undefined })).rejects.toThrow(
      /its container has gone/,
    );
  });
  it("gives up with the probe's last words", async () => {
    const ready = awaitReady({ ...quick, limitMs: 20, look: async () => running, ask: async () => failed });
    await expect(ready).rejects.toThrow(/not ready within 0.02 s; .*port 80 refuses connections/);
  });
  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const ready = awaitReady({
      ...quick,
      intervalMs: 60_000,
      look: async () => running,
      ask: async () => failed,
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(new Error('enough')), 5);
    await expect(ready).rejects.toThrow('enough');
  });
});
