import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChildProcess } from 'node:child_process';
import { endProcess, identify, isAlive, parseStat } from './process-identity.js';

describe('parseStat', () => {
  it('is not fooled by a name with brackets and spaces', () => {
    const rest = Array.from({ length: 19 }, (_, i) => i + 4).join(' ');
    expect(parseStat(`42 (evil) S (x) R ${rest}`)).toEqual({ state: 'R', startTicks: '22' });
  });
});

describe('identify', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  it('tells a process from another of the same number', async () => {
    const own = await identify(process.pid);
    expect(own?.pid).toBe(process.pid);
    expect(await isAlive(own!)).toBe(true);
    expect(await isAlive({ pid: process.pid, started: 'another boot/1' })).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 22 + 1])('knows no process %d', async (pid) => {
    expect(await identify(pid)).toBeUndefined();
  });

  it('ends a process that ignores the polite signal', async () => {
    child = spawn('sh', ['-c', 'trap "" TERM; echo up; while :; do sleep 0.05; done'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout!, 'data');
    const identity = (await identify(child.pid!))!;
    expect(await endProcess(identity, [{ signal: 'SIGTERM', wait: 200 }])).toBe(false);
    expect(await endProcess(identity, [{ signal: 'SIGKILL', wait: 2_000 }])).toBe(true);
  });
});
