import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { askEngineJson, engineAddress } from './engine-client.js';
import { startEngineProcess, startEngineService } from './engine-start.js';
import { findProgram, hasSystemd, installPackages, isRoot } from './packages.js';
import { messageOf, Problem } from './problem.js';
import type { EngineAddress } from './engine-client.js';
import type { StartedEngine } from './engine-start.js';
import type { ProcessIdentity } from './process-identity.js';
import type { Say } from './steps.js';

/** A Docker engine that answers. */
export interface Engine {
  address: EngineAddress;
  /** E.g. `20.10.24`. */
  version: string;
  /** Version of runc, when the engine tells it. */
  runc: string | undefined;
  /** Folder of its images and containers, on its own machine. */
  rootFolder: string;
}

/** What finding an engine needs to know. */
export interface EngineOptions {
  dockerHost: string | undefined;
  /** Folder for the logs of an installation and of an engine started here. */
  logs: string;
  say: Say;
  /** Called as soon as an engine was started as a process, before it answers. */
  onStarted: (engine: ProcessIdentity) => Promise<void>;
}

/**
 * Finds the engine; installs and starts one on a machine that has none. An engine that answers is used as it is.
 * @throws Problem saying exactly what to do when there is no engine and none can be had
 */
export async function ensureEngine(options: EngineOptions): Promise<Engine> {
  const address = engineAddress(options.dockerHost, process.env['DOCKER_TLS_VERIFY']);
  const why = await tryEngine(address);
  if (typeof why !== 'string') return why;
  if (options.dockerHost) {
    throw new Problem(`No Docker engine answers at DOCKER_HOST ${address.url}: ${why}`, {
      mend: 'start that engine, or unset DOCKER_HOST to use the one of this machine',
    });
  }
  if (why.includes('EACCES')) {
    throw new Problem(`The Docker engine at ${address.url} does not let this user in.`, {
      mend: 'run: sudo usermod -aG docker "$USER", sign out and in again, and run this again',
    });
  }
  if (!findProgram('dockerd')) await installEngine(options);
  const started = await startEngine(options);
  if (started) await options.onStarted(started.process);
  return waitForEngine(address, options, started);
}

/** The engine if it answers, else why it does not. */
export async function tryEngine(address: EngineAddress): Promise<Engine | string> {
  try {
    const version = await askEngineJson<EngineVersion>(address, '/version', { idle: 5_000 });
    const info = await askEngineJson<{ DockerRootDir: string }>(address, '/info');
    if (!version || !info) return `what listens at ${address.url} is not a Docker engine`;
    const runc = version.Components?.find((component) => component.Name === 'runc')?.Version;
    return { address, version: version.Version, runc, rootFolder: info.DockerRootDir };
  } catch (error) {
    return messageOf(error);
  }
}

interface EngineVersion {
  Version: string;
  Components?: { Name: string; Version: string }[];
}

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
  address: EngineAddress,
  options: EngineOptions,
  started: StartedEngine | undefined,
): Promise<Engine> {
  const end = performance.now() + patience;
  for (;;) {
    const engine = await tryEngine(address);
    if (typeof engine !== 'string') return engine;
    options.say('waiting for it to answer');
    const died = started?.ended();
    if (died || performance.now() > end) {
      throw new Problem(`Docker Engine was started but ${died ?? `does not answer: ${engine}`}.`, {
        tail: started ? await started.tail() : [],
        log: started?.log,
        mend: hasSystemd() ? 'look at: journalctl -u docker' : 'run by hand: dockerd',
      });
    }
    await sleep(200);
  }
}
