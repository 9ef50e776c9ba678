import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '#config';
import { connectEngine, findNode } from '#range';
import { urlOf } from '../../apps/cli/postgres/postgres.js';
import { findLauncher } from '../../apps/cli/installation/records.js';
import { testInstallation } from './installation.js';
import { until } from './until.js';
import { cleanEnvironment, mustVocr } from './vocr.js';

/** What the installation is started with. */
export interface ProductOptions {
  /** Folder of the catalogue; without it the product's own. */
  scenarios?: string;
  /** Further settings, such as DATABASE_URL, REDIS_URL or DOCKER_HOST. */
  env?: Record<string, string>;
}

/** A real installation of one's own, started by the real launcher. */
export interface Product {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  databaseUrl: string;
  /** Folder of its data. */
  data: string;
  /** Its settings, for further commands of `vocr`. */
  env: Record<string, string>;
  /** A new link that signs the first admin in, once. */
  adminLink(): Promise<string>;
  /** An API token; the account is made when there is none. */
  token(who: { user: string; role: string }): Promise<string>;
  /** Process id of a program of it; waits for one that is being started again. */
  program(name: 'orchestrator' | 'worker'): Promise<number>;
  /** The ends of all its logs. */
  logs(): Promise<string>;
  /** Names of what carries its label on the engine, sorted: what belongs to ranges, or all, with the helper and its volume. */
  made(which: 'ranges' | 'all'): Promise<string[]>;
  /** How the containers of a range are, in the engine's words: `running`, `paused`, … */
  states(range: string): Promise<string[]>;
  /** Process id of a node's first process on the engine's host. */
  firstProcess(range: string, node: string): Promise<number>;
  /** Ends it. @throws Error naming what is left of it on the engine */
  stop(): Promise<void>;
}

const tailLines = 40;

/** Starts an installation with a folder and a port of its own. @throws Error with all its logs when it does not come up */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const engine = connectEngine(readConfig(cleanEnvironment(options.env)).engine);
  const { data, address, env } = await testInstallation({
    ...(options.scenarios ? { VOCR_SCENARIOS: options.scenarios } : {}),
    ...options.env,
  });
  const product: Product = {
    url: address,
    databaseUrl: '',
    data,
    env,
    adminLink: async () => (await mustVocr(['sign-in'], env)).trim(),
    token: async ({ user, role }) => (await mustVocr(['token', '--user', user, '--role', role], env)).trim(),
    program: (name) => until(`the ${name} runs`, () => programOf(data, name)),
    logs: () => readLogs(join(data, 'logs')),
    made: async (which) => {
      const labels = [`vocr.installation=${await installationOf(data)}`];
      const [containers, networks, volumes] = await Promise.all([
        engine.containers.list(labels),
        engine.networks.list(labels),
        engine.volumes.list(labels),
      ]);
      const ofRanges = [...containers, ...networks].filter(({ labels: own }) => own['vocr.range']);
      const found = which === 'ranges' ? ofRanges : [...containers, ...networks, ...volumes];
      return found.map(({ name }) => name).sort();
    },
    states: async (range) => {
      const labels = [`vocr.installation=${await installationOf(data)}`, `vocr.range=${range}`];
      return (await engine.containers.list(labels)).map(({ state }) => state);
    },
    firstProcess: async (range, node) => {
      const found = await findNode(engine, { installation: await installationOf(data), range, node });
      if (!found?.running) throw new Error(`node ${node} of range ${range} does not run`);
      return found.pid;
    },
    async stop() {
      try {
        await mustVocr(['down'], env);
        const left = existsSync(join(data, 'installation')) ? await product.made('all') : [];
        if (left.length) throw new Error(`left on the engine: ${left.join(', ')}`);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${await product.logs()}`, { cause: error });
      }
      await rm(data, { recursive: true });
    },
  };
  try {
    await mustVocr(['up', '--detach'], env);
    product.databaseUrl = env['DATABASE_URL'] ?? (await urlOf(join(data, 'postgres'), 'vocr'));
    return product;
  } catch (error) {
    const logs = await product.logs();
    await product.stop();
    throw new Error(`${(error as Error).message}\n${logs}`, { cause: error });
  }
}

async function installationOf(data: string): Promise<string> {
  return (await readFile(join(data, 'installation'), 'utf8')).trim();
}

/** The launcher's child that runs a program's file. */
async function programOf(data: string, name: string): Promise<number | undefined> {
  const launcher = await findLauncher(data);
  if (!launcher) return undefined;
  const { pid } = launcher.process;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const child of children.trim().split(' ').filter(Boolean)) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
    const [program, ...args] = command.split('\0');
    // Until setpriv has become node, the program does not run yet.
    if (program?.endsWith('node') && args.some((arg) => arg.endsWith(`apps/${name}/main.js`))) {
      return Number(child);
    }
  }
  return undefined;
}

async function readLogs(folder: string): Promise<string> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const tails = names.sort().map(async (name) => {
    const lines = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
    return `── ${name}\n${lines.slice(-tailLines).join('\n')}`;
  });
  return (await Promise.all(tails)).join('\n');
}
