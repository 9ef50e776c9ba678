import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../reporting/problem.js';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Boot and clock tick at which it started; empty where the system does not tell. */
  started: string;
}

/** Reads field 22 (start time) and field 3 (state) of a `/proc/PID/stat` line. The name in field 2 may hold anything. */
export function parseStat(stat: string): { state: string; startTicks: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
}

/** The identity of a living process; undefined when there is none (one that only waits to be reaped counts as gone). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!Number.isInteger(pid) || pid < 1) return undefined;
  if (process.platform !== 'linux') return signal(pid, 0) ? { pid, started: '' } : undefined;
  try {
    const { state, startTicks } = parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    if (state === 'Z' || state === 'X') return undefined;
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return { pid, started: `${boot}/${startTicks}` };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

/** Is this very process still alive? */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.started === identity.started;
}

/** Waits until the process is gone. False when it is still there after `milliseconds`. */
export async function waitUntilGone(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (await isAlive(identity)) {
    if (performance.now() >= end) return false;
    await sleep(50);
  }
  return true;
}

/** Sends a signal. False when there is no such process. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/** A way to ask a process to end, and how long to wait for it before the next. */
export interface StopStep {
  signal: NodeJS.Signals;
  /** Milliseconds. */
  wait: number;
}

/** Ends a process that is not our child, by ever stronger signals. False when it outlived them all. */
export async function endProcess(identity: ProcessIdentity, steps: readonly StopStep[]): Promise<boolean> {
  for (const step of steps) {
    if (!(await isAlive(identity)) || !signal(identity.pid, step.signal)) return true;
    if (await waitUntilGone(identity, step.wait)) return true;
  }
  return false;
}
