import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { findProgram, systemPath } from '../machine/packages.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';
import { endProcess, identify } from '../processes/process-identity.js';
import { runLogged } from '../processes/run-logged.js';
import type { ProcessIdentity } from '../processes/process-identity.js';

/** An engine that was started as a process of its own, because no service manager runs here. */
export interface StartedEngine {
  process: ProcessIdentity;
  log: string;
  /** Why it is no longer there; undefined while it is. */
  ended(): string | undefined;
  /** The last lines of its log. */
  tail(): Promise<string[]>;
}

/** Has the service manager start Docker. */
export async function startEngineService(log: string): Promise<void> {
  await runLogged('systemctl', ['start', 'docker'], { log });
}

const pidFile = '/var/run/docker.pid';

/**
 * Starts dockerd in a session of its own: it outlives this process unless it is ended by `stopEngineProcess`.
 * When one is already starting, that one is waited for instead.
 * @returns undefined when another dockerd is on its way
 */
export async function startEngineProcess(log: string): Promise<StartedEngine | undefined> {
  if (await otherEngine()) return undefined;
  await mkdir(dirname(log), { recursive: true, mode: 0o700 });
  const output = await open(log, 'a', 0o600);
  let ended: string | undefined;
  const child = spawn(findProgram('dockerd') ?? 'dockerd', [], {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    env: { ...process.env, PATH: systemPath() },
  });
  child.once('error', (error) => (ended = `could not be run: ${messageOf(error)}`));
  child.once('exit', (code, by) => (ended = `ended with ${by ?? `code ${code}`}`));
  await new Promise((resolve) => child.once('spawn', resolve).once('error', resolve));
  await output.close();
  child.unref();
  const identity = await identify(child.pid ?? 0);
  if (!identity)
    throw new Problem(`dockerd ${ended ?? 'ended at once'}.`, { log, mend: 'run by hand: dockerd' });
  return {
    process: identity,
    log,
    ended: () => ended,
    tail: async () => (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-8),
  };
}

/**
 * Ends an engine that `startEngineProcess` started, with the containers that still run on it.
 * @throws Problem when it will not end
 */
export async function stopEngineProcess(engine: ProcessIdentity): Promise<void> {
  const ended = await endProcess(engine, [
    { signal: 'SIGTERM', wait: 60_000 },
    { signal: 'SIGKILL', wait: 5_000 },
  ]);
  if (!ended)
    throw new Problem(`dockerd (process ${engine.pid}) does not end.`, {
      mend: `run: kill -9 ${engine.pid}`,
    });
}

/** Is there a dockerd that just does not answer yet? A file left by one that is gone is removed, or none could start. */
async function otherEngine(): Promise<boolean> {
  let pid: number;
  try {
    pid = Number(await readFile(pidFile, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const name = await readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => basename(line.split('\0')[0] ?? ''),
    () => '',
  );
  if (name === 'dockerd' && (await identify(pid))) return true;
  await rm(pidFile, { force: true });
  return false;
}
