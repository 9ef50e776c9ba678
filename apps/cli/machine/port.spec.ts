import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { anyFreePort, freePort } from './port.js';

describe('anyFreePort', () => {
  it('gives another port each time, below those of outgoing connections', async () => {
    const ports = [await anyFreePort(), await anyFreePort(), await anyFreePort()];
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(20_000);
      expect(port).toBeLessThan(32_000);
    }
  });

  it('passes by one that is taken', async () => {
    const before = (await anyFreePort())!;
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(before + 1, '127.0.0.1', resolve));
    expect(await freePort(before + 1)).toBeUndefined();
    expect(await anyFreePort()).not.toBe(before + 1);
    await new Promise((resolve) => taken.close(resolve));
    expect(await freePort(before + 1)).toBe(before + 1);
  });
});
