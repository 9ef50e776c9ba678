import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goBefore, restartDelay, supervise } from './children.js';
import { LogFile } from './log-file.js';
import { identify, isAlive } from './process-identity.js';
import type { Death, Program, Supervised } from './children.js';

describe('restartDelay', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [4, 4_000],
    [7, 30_000],
    [60, 30_000],
  ])('after death %d waits %d ms', (deaths, wait) => expect(restartDelay(deaths)).toBe(wait));
});

describe('supervise', () => {
  let folder: string;
  let running: Supervised | undefined;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vocr-children-'))));
  afterEach(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true });
  });
  const program = (script: string, more: Partial<Program> = {}): Program => ({
    name: 'sample',
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    cwd: folder,
    log: new LogFile(join(folder, 'sample.log')),
    ...more,
  });
  const until = async (what: () => boolean) => {
    for (let tries = 0; tries < 100 && !what(); tries++) await sleep(50);
    expect(what()).toBe(true);
  };

  it('starts a program again after a kill -9, and says so', async () => {
    const deaths: Death[] = [];
    running = supervise(program('console.log("up"); setInterval(() => {}, 1000)'), (d) => deaths.push(d));
    const first = running.pid!;
    await until(() => running!.tail().includes('up'));
    process.kill(first, 'SIGKILL');
    await until(() => running!.pid !== undefined && running!.pid !== first);
    expect(deaths).toEqual([{ name: 'sample', how: 'was ended by SIGKILL', restartIn: 500, inARow: 1 }]);
    expect(readFileSync(join(folder, 'sample.log'), 'utf8')).toMatch(
      /up\n.*-- sample was ended by SIGKILL\n/,
    );
  });

  it('gives way with the whole session of a program, not inside it alone', async () => {
    running = supervise(program('setInterval(() => {}, 1000)'), () => undefined);
    const pid = running.pid!;
    goBefore(pid, 5);
    expect(getPriority(pid)).toBe(5);
    const session = `/proc/${pid}/autogroup`;
    if (existsSync(session)) expect(readFileSync(session, 'utf8')).toMatch(/^\/autogroup-\d+ nice 5$/m);
    await running.stop();
  });

  it('counts deaths in a row', async () => {
    const deaths: Death[] = [];
    running = supervise(program('console.error("no database"); process.exit(3)'), (d) => deaths.push(d));
    await until(() => deaths.length === 2);
    expect(deaths.map((d) => [d.how, d.restartIn])).toEqual([
      ['ended with code 3', 500],
      ['ended with code 3', 1_000],
    ]);
    expect(running.deathsInARow).toBe(2);
    expect(running.tail()).toContain('no database');
  });

  it('lets a program end by itself when asked', async () => {
    running = supervise(
      program(
        'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)',
      ),
      () => expect.unreachable(),
    );
    await until(() => running!.tail().includes('up'));
    await running.stop();
    expect(running.pid).toBeUndefined();
    expect(running.tail()).toContain('bye');
  });

  it('kills a program that will not end', async () => {
    running = supervise(
      program('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)', {
        stop: [{ signal: 'SIGTERM', wait: 100 }],
      }),
      () => expect.unreachable(),
    );
    const identity = (await identify(running.pid!))!;
    await until(() => running!.tail().includes('up'));
    await running.stop();
    expect(await isAlive(identity)).toBe(false);
  });

  it('reports a program that cannot be run', async () => {
    const deaths: Death[] = [];
    running = supervise(program('', { cwd: join(folder, 'gone') }), (d) => deaths.push(d));
    await until(() => deaths.length > 0);
    expect(deaths[0]!.how).toMatch(/could not be run: .*ENOENT/);
  });
});
