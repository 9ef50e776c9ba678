import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';
import { connectEngine, ensureHelperImage, type Engine } from '#range';
import { findProgram } from '../../apps/cli/machine/packages.js';
import { copyImages } from './copy-images.js';
import {
  childrenOf,
  folderIn,
  makeNamespaces,
  mountsIn,
  removeControlGroups,
  thawControlGroups,
} from './own-namespaces.js';
import type { OwnNamespaces } from './own-namespaces.js';
import { until } from './until.js';
import { cleanEnvironment } from './vocr.js';

/** How a private engine is started. */
export interface PrivateEngineOptions {
  /** For people and for the names of its control groups: lower case, digits, hyphens. */
  name: string;
  /** Whether it has a network namespace of its own, with its own bridges and firewall; default true. */
  netns?: boolean;
  /** Images that it gets from the machine's engine; without it the base image and the host helper. */
  images?: readonly string[];
  /** What its daemon.json says, such as further runtimes; default nothing. */
  daemon?: Record<string, unknown>;
}

/** A dockerd of a test's own, as on another machine: own data, own processes, and mostly an own network. */
export interface PrivateEngine {
  /** For `DOCKER_HOST`. */
  host: string;
  /** Path of its socket. */
  socket: string;
  /** Folder with its images and containers. */
  dataRoot: string;
  /** Path of its network namespace, for `nsenter --net=…`; changes when its power goes. */
  netns(): string;
  /** A client of it. */
  engine: Engine;
  /** Gets further images from the machine's engine. */
  loadImages(images: readonly string[]): Promise<void>;
  /** Kills a process by SIGKILL; one that has ended is fine. @param pid as the engine numbers it */
  kill(pid: number): Promise<void>;
  /** Kills dockerd by SIGKILL; containers run on. */
  kill9(): Promise<void>;
  /**
   * Ends dockerd if it runs, with its containers, and starts it again; returns when it answers.
   * @returns file systems of ended containers that dockerd had left mounted. They are unmounted, as a person has to do it:
   *   it could never remove those containers
   */
  restart(): Promise<string[]>;
  /** Removes its books of networks, as a person does whose dockerd does not start with them. Only while it does not run. */
  forgetNetworks(): Promise<void>;
  /** Kills every process at once, containers too, and takes its network away, as when the machine loses its power. */
  powerOff(): Promise<void>;
  /** The last lines of its log. */
  log(): Promise<string>;
  /** Ends it for good and removes everything it made. */
  stop(): Promise<void>;
}

/** The machine's own engine. */
const mainEngine = () => readConfig(cleanEnvironment()).engine;

/**
 * Starts a dockerd of one's own. It ends with this process, whatever happens.
 * @throws Error with the end of its log when it does not come up
 */
export async function startPrivateEngine(options: PrivateEngineOptions): Promise<PrivateEngine> {
  const folder = await mkdtemp(join(tmpdir(), `vocr-engine-${options.name}-`));
  const groups = `vocr-${options.name}-${process.pid}-${folder.slice(-6)}`;
  const dataRoot = await folderIn(folder, 'data');
  const socket = join(folder, 'docker.sock');
  const host = `unix://${socket}`;
  const logFile = join(folder, 'dockerd.log');
  // The machine's own daemon.json is not for this one.
  await writeFile(join(folder, 'daemon.json'), JSON.stringify(options.daemon ?? {}));
  const args = [
    ...['--config-file', join(folder, 'daemon.json'), '--data-root', dataRoot],
    ...['--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'docker.pid'), '--host', host],
    ...['--bridge', 'none', '--cgroup-parent', `/${groups}`, '--exec-opt', 'native.cgroupdriver=cgroupfs'],
    // In the machine's own network it must leave the firewall of the machine's engine alone.
    ...(options.netns === false ? ['--iptables=false'] : []),
  ];
  const engine = connectEngine({ host });
  let namespaces: OwnNamespaces | undefined;
  let dockerd: ChildProcess | undefined;

  const log = async () => (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-30).join('\n');
  const runs = () => dockerd !== undefined && dockerd.exitCode === null && dockerd.signalCode === null;
  const powerOff = async () => {
    await namespaces?.end(() => thawControlGroups(groups));
    namespaces = undefined;
    await until('dockerd has ended', () => !runs());
    await removeControlGroups(groups);
    // As on a machine, what says which processes run does not outlive them.
    await rm(join(folder, 'exec'), { recursive: true, force: true });
  };
  const start = async () => {
    namespaces ??= await makeNamespaces(folder, options.netns ?? true);
    await rm(join(folder, 'docker.pid'), { force: true });
    const output = openSync(logFile, 'a', 0o600);
    dockerd = namespaces.run(findProgram('dockerd') ?? 'dockerd', args, output);
    dockerd.once('error', (error) => console.error(`dockerd could not be run: ${error.message}`));
    closeSync(output);
    const answers = () => (runs() ? engine.ping().then(() => true) : Promise.resolve(true));
    await until(`dockerd of ${options.name} answers`, answers, 60_000);
    if (!runs()) throw new Error(`dockerd of ${options.name} ended at once:\n${await log()}`);
  };
  const signal = async (name: NodeJS.Signals) => {
    if (!runs()) return;
    // What was spawned is nsenter, which has dockerd for its child.
    for (const pid of await childrenOf(dockerd!.pid!)) process.kill(pid, name);
    await until(`dockerd of ${options.name} ends by ${name}`, () => !runs(), 60_000);
  };
  /** Runs a program in the engine's namespaces. @throws Error when it does not end well */
  const inside = async (program: string, args: string[]) => {
    const output = openSync(logFile, 'a', 0o600);
    const child = namespaces?.run(program, args, output);
    closeSync(output);
    const [code] = child ? ((await once(child, 'exit')) as [number | null]) : [null];
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed on the engine ${options.name}`);
  };
  const loadImages = (images: readonly string[]) =>
    copyImages(mainEngine().host ?? 'unix:///var/run/docker.sock', host, images);
  const stop = async () => {
    try {
      await signal('SIGTERM');
    } finally {
      await powerOff();
      await rm(folder, { recursive: true, force: true });
    }
  };
  try {
    await start();
    await loadImages(options.images ?? (await usualImages()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ host, socket, dataRoot, engine, loadImages, powerOff, log, stop },
    netns() {
      if (!namespaces) throw new Error(`the engine ${options.name} has no power`);
      return `/proc/${namespaces.first}/ns/net`;
    },
    kill: (pid) => inside('sh', ['-c', `kill -KILL ${pid} || [ ! -e /proc/${pid} ]`]),
    kill9: () => signal('SIGKILL'),
    forgetNetworks: () => rm(join(dataRoot, 'network', 'files', 'local-kv.db')),
    async restart() {
      const ended = runs();
      await signal('SIGTERM');
      // Of one that was killed, containers may run on.
      const left = ended && namespaces ? await mountsIn(namespaces.first, join(dataRoot, 'overlay2')) : [];
      for (const mount of left) await inside('umount', ['--lazy', mount]);
      await start();
      return left;
    },
  };
}

/** What every range needs: the base image and the host helper, which the machine's engine builds where it is missing. */
async function usualImages(): Promise<string[]> {
  const { tag } = await ensureHelperImage(connectEngine(mainEngine()));
  return ['debian:bookworm-slim', tag];
}
