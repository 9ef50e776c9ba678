import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config';
import { connectEngine } from '#range';
import { identify, isAlive, waitUntilGone } from '../../apps/cli/processes/process-identity.js';
import { vocr as ran } from '../support/vocr.js';
import { testInstallation } from '../support/installation.js';
import type { TestInstallation } from '../support/installation.js';

interface Status {
  running: boolean;
  ready: boolean;
  pid?: number;
  parts: Record<string, { ok: boolean }>;
}

/** Processes whose parent is the given one. */
async function childrenOf(pid: number): Promise<{ pid: number; line: string }[]> {
  const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return pids.map((child) => ({
    pid: child,
    line: readFileSync(`/proc/${child}/cmdline`, 'utf8').replaceAll('\0', ' '),
  }));
}

describe('the launcher', () => {
  let vocr: TestInstallation;
  let first: Awaited<ReturnType<TestInstallation['run']>>;
  const status = async () => JSON.parse((await vocr.run('status', '--json')).stdout) as Status;

  beforeAll(async () => {
    vocr = await testInstallation();
    first = await vocr.run('up', '--detach');
  }, 900_000);
  afterAll(() => vocr.remove());

  it('comes up in the background and prints the address and a sign-in link', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain(`VOCR is up: ${vocr.address}\n`);
    expect(first.stdout).toMatch(new RegExp(`${vocr.address}/sign-in#[\\w-]{20,}`));
    expect(readFileSync(join(vocr.data, 'logs/launcher.log'), 'utf8')).not.toContain('sign-in#');
  });

  it('says that every part answers', async () => {
    const { running, ready, parts } = await status();
    expect({ running, ready }).toEqual({ running: true, ready: true });
    expect(Object.values(parts).every(({ ok }) => ok)).toBe(true);
    expect(Object.keys(parts)).toEqual(expect.arrayContaining(['database', 'queue', 'worker', 'docker']));
  });

  it('is not started twice', async () => {
    const again = await vocr.run('up');
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(`VOCR already runs: ${vocr.address}`);
  });

  it('issues tokens of the role asked for, and nothing else', async () => {
    const { stdout, code } = await vocr.run('token', '--user', 'teacher', '--role', 'instructor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\w-]{20,}\n$/);
    const ask = (token: string) =>
      fetch(`${vocr.address}/api/v1/scenarios`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(stdout.trim())).status).toBe(200);
    expect((await ask(`${stdout.trim()}x`)).status).toBe(401);
    expect((await vocr.run('token', '--user', 'teacher', '--role', 'learner')).code).toBe(1);
    const { stdout: newcomer } = await vocr.run('token', '--user', 'newcomer');
    const session = await fetch(`${vocr.address}/api/v1/session`, {
      headers: { authorization: `Bearer ${newcomer.trim()}` },
    });
    expect(await session.json()).toMatchObject({ username: 'newcomer', role: 'learner' });
    const refused = await vocr.run('token', '--role', 'king');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/king.*admin, instructor, author, learner/);
  });

  it('starts a worker again that was killed', async () => {
    const { pid } = await status();
    const worker = async () =>
      (await childrenOf(pid!)).find(({ line }) => line.includes('worker/main.js'))?.pid;
    const killed = (await worker())!;
    process.kill(killed, 'SIGKILL');
    await expect.poll(worker, { timeout: 15_000 }).not.toBeOneOf([killed, undefined]);
    await expect.poll(async () => (await status()).ready, { timeout: 60_000, interval: 500 }).toBe(true);
  });

  it('names the port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const beside = await testInstallation({ VOCR_PORT: String(port) });
    const { code, stderr } = await beside.run('up');
    other.close();
    await beside.remove();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(stderr).toContain('VOCR_PORT=');
  });

  it('takes its programs along when it is killed, comes up again, and leaves nothing when it goes down', async () => {
    const { pid } = await status();
    const children = await Promise.all((await childrenOf(pid!)).map((child) => identify(child.pid)));
    expect(children).toHaveLength(3);
    process.kill(pid!, 'SIGKILL');
    for (const child of children) expect(await waitUntilGone(child!, 20_000)).toBe(true);

    expect(await vocr.run('up', '--detach')).toMatchObject({ code: 0 });
    const launcher = (await identify((await status()).pid!))!;
    const label = [`vocr.installation=${readFileSync(join(vocr.data, 'installation'), 'utf8').trim()}`];
    const engine = connectEngine(readConfig(process.env).engine);
    expect(await engine.containers.list(label)).toHaveLength(1);

    expect(await vocr.run('down')).toMatchObject({ code: 0, stderr: '' });
    expect(await isAlive(launcher)).toBe(false);
    expect(await engine.containers.list(label)).toEqual([]);
    expect(await engine.networks.list(label)).toEqual([]);
    expect(await engine.volumes.list(label)).toEqual([]);
    expect((await vocr.run('status')).code).toBe(1);
  });

  it.each([
    ['an unknown option', ['up', '--bogus']],
    ['an unknown command', ['frobnicate']],
    ['no command', []],
  ])('ends with 2 on %s', async (_, args) => expect((await vocr.run(...args)).code).toBe(2));

  it('ends with 2 on a wrong environment and names the variable', async () => {
    const { code, stderr } = await ran(['status'], { VOCR_DATA: vocr.data, VOCR_PORT: 'http' });
    expect(code).toBe(2);
    expect(stderr).toContain('VOCR_PORT');
  });
});
