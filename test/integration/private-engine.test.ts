import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';
import { testInstallation } from './range-fixture.js';

type Fixture = Awaited<ReturnType<typeof testInstallation>>;

/** Command lines of all processes of this machine. */
async function processes(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}

describe('an engine of its own', () => {
  let own: PrivateEngine;
  let fixture: Fixture;
  beforeAll(async () => {
    own = await startPrivateEngine({ name: 'pe' });
    fixture = await testInstallation('pe', { host: own.host });
  });
  afterAll(() => own?.stop());

  it('holds a range, isolated by rules of its own network', async () => {
    const wanted = fixture.wanted('ffffffff');
    await fixture.converge('ffffffff', wanted);
    await fixture.awaitWeb('ffffffff');
    expect(await fixture.inside('ffffffff', 'box', 'hostname -I')).toBe('192.168.56.10');
    const ours = await fixture.helper.run('iptables -S INPUT; ip -o link', 10_000);
    expect(ours.stdout).toContain('-i rng-+ -j DROP');
    expect(ours.stdout).not.toContain('docker0');
  });

  it('loses its containers with its power, and has its books when it is back', async () => {
    await own.powerOff();
    await expect(own.engine.ping()).rejects.toThrow();
    await own.restart();
    const there = await own.engine.containers.list([]);
    expect(there.length).toBeGreaterThan(3);
    expect(there.filter(({ state }) => state === 'running')).toEqual([]);
  });

  it('comes back after its daemon was killed', async () => {
    await own.kill9();
    await expect(own.engine.ping()).rejects.toThrow();
    await own.restart();
    await own.engine.ping();
  });

  it('leaves nothing', async () => {
    const folder = dirname(own.socket);
    await own.stop();
    expect(existsSync(folder)).toBe(false);
    expect((await processes()).filter((line) => line.includes(folder))).toEqual([]);
    expect((await readFile('/proc/mounts', 'utf8')).includes(folder)).toBe(false);
  });
});
