import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Host } from './host.js';

afterEach(() => vi.useRealTimers());

it('reports a host whose engine hangs, again and again, so that nobody takes it for lost', async () => {
  let asked = 0;
  let hear = () => undefined as void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const engine = createServer(() => {
    asked++;
    hear();
  });
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  const address = { host: `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}` };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const reports: string[] = [];
  const report = async ({ docker }: Host['status']) => void reports.push(`${docker.ok} ${docker.detail}`);
  const host = new Host('t-hangs', address, { pools: [], slots: 1 }, () => undefined, report);
  try {
    void host.start();
    await heard;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(reports).toEqual(['false Docker has not answered for 15 s']);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(reports.length).toBeGreaterThan(2);
    expect(asked).toBe(1);
  } finally {
    host.stop();
    engine.closeAllConnections();
    await new Promise((resolve) => engine.close(resolve));
  }
});
