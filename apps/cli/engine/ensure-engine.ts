import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError, EngineGone } from '#range';
import type { Engine } from '#range';
import { startEngineProcess, startEngineService } from './start-engine.js';
import { findProgram, hasSystemd, installPackages, isRoot } from '../machine/packages.js';
import { Problem } from '../reporting/problem.js';
import type { StartedEngine } from './start-engine.js';
import type { ProcessIdentity } from '../processes/process-identity.js';
import type { Say } from '../reporting/steps.js';

/** What an engine that answers says of itself. */
export interface EngineFacts {
  /** E.g. `20.10.24`. */
  version: string;
  /** Version of runc, when the engine tells it. */
  runc: string | undefined;
  /** Folder of its images and containers, on its own machine. */
  rootFolder: string;
}

/** What finding an engine needs to know. */
export interface EngineOptions {
  engine: Engine;
  /** Whether a person named it in DOCKER_HOST; else it is the one of this machine, which can be installed and started. */
  isNamed: boolean;
  /** Folder for the logs of an installation and of an engine started here. */
  logs: string;
  say: Say;
  /** Called as soon as an engine was started as a process, before it answers. */
  onStarted: (engine: ProcessIdentity) => Promise<void>;
}

/**
 * Sees to it that the engine answers; installs and starts one on a machine that has none. An engine that answers is used as it is.
 * @throws Problem saying exactly what to do when there is no engine and none can be had
 */
export async function ensureEngine(options: EngineOptions): Promise<EngineFacts> {
  const { engine } = options;
  const found = await tryEngine(engine);
  if (!(found instanceof EngineError)) return found;
  if (options.isNamed) {
    throw new Problem(`No Docker engine answers at DOCKER_HOST ${engine.address}: ${whyOf(found)}`, {
      mend: 'start that engine, or unset DOCKER_HOST to use the one of this machine',
    });
  }
  if (found instanceof EngineGone && found.code === 'EACCES') {
    throw new Problem(`The Docker engine at ${engine.address} does not let this user in.`, {
      mend: 'run: sudo usermod -aG docker "$USER", sign out and in again, and run this again',
    });
  }
  if (!findProgram('dockerd')) await installEngine(options);
  const started = await startEngine(options);
  if (started) await options.onStarted(started.process);
  return waitForEngine(options, started);
}

/** Wall time in which a living engine says its version, ms. */
const answersWithin = 5_000;

/** What the engine says of itself, or why it does not answer. */
export async function tryEngine(engine: Engine): Promise<EngineFacts | EngineError> {
  try {
    const { version, runc } = await engine.version(answersWithin);
    const { rootFolder } = await engine.info();
    return { version, runc, rootFolder };
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

/** Why an engine does not answer, without its address. */
export const whyOf = (failure: EngineError) =>
  failure instanceof EngineGone ? failure.why : failure.message;

async function installEngine(options: EngineOptions): Promise<void> {
  const appArmor = await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(() => 'N');
  await installPackages(
    ['docker.io', 'iptables', 'ca-certificates', ...(appArmor.startsWith('Y') ? ['apparmor'] : [])],
    'VOCR needs Docker Engine, which is not installed',
    `${options.logs}/apt.log`,
    options.say,
  );
}

async function startEngine(options: EngineOptions): Promise<StartedEngine | undefined> {
  if (!isRoot()) {
    throw new Problem('Docker Engine is installed but does not run, and only root can start it.', {
      mend: hasSystemd()
        ? 'run: sudo systemctl start docker'
        : 'run: sudo service docker start (or sudo dockerd &)',
    });
  }
  options.say('starting');
  if (hasSystemd()) {
    await startEngineService(`${options.logs}/docker.log`);
    return undefined;
  }
  return startEngineProcess(`${options.logs}/dockerd.log`);
}

/** How long a starting engine may take: it may have many containers to look at. */
const patience = 90_000;

async function waitForEngine(
  options: EngineOptions,
  started: StartedEngine | undefined,
): Promise<EngineFacts> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await tryEngine(options.engine);
    if (!(found instanceof EngineError)) return found;
    options.say('waiting for it to answer');
    const died = started?.ended();
    if (died || performance.now() > end) {
      throw new Problem(`Docker Engine was started but ${died ?? `does not answer: ${whyOf(found)}`}.`, {
        tail: started ? await started.tail() : [],
        log: started?.log,
        mend: hasSystemd() ? 'look at: journalctl -u docker' : 'run by hand: dockerd',
      });
    }
    await sleep(200);
  }
}
