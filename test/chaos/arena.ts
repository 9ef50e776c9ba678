import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labelKeys } from '#range';
import { findLauncher } from '../../apps/cli/installation/records.js';
import { findProgram } from '../../apps/cli/machine/packages.js';
import { anyFreePort } from '../../apps/cli/machine/port.js';
import { supervise, type Supervised } from '../../apps/cli/processes/children.js';
import { LogFile } from '../../apps/cli/processes/log-file.js';
import { childrenOf } from '../support/own-namespaces.js';
import { Player } from '../support/player.js';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';
import { startProduct, type Product } from '../support/product.js';
import { smallScenarios } from '../support/use-product.js';

/** An installation with everything of its own, so that any part of it may be killed. */
export interface Arena {
  product: Product;
  own: PrivateEngine;
  redis: Supervised;
  /** Label of all that it makes on its engine. */
  label: string;
  teacher: Player;
  learners: Player[];
  /** Process id of the launcher's PostgreSQL, when it runs. */
  postgres(): Promise<number | undefined>;
  /** Copies all logs to a folder that stays. @returns the folder */
  keepLogs(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts engine, Redis and installation, and makes the accounts. */
export async function startArena(learners: number): Promise<Arena> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-chaos-'));
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
  const stop = async () => {
    const failures: unknown[] = [];
    for (let next = stops.pop(); next; next = stops.pop()) {
      await next().catch((error: unknown) => failures.push(error));
    }
    if (failures.length) throw new AggregateError(failures, failures.map(String).join('\n'));
  };
  try {
    const own = await startPrivateEngine({ name: 'chaos' });
    stops.push(() => own.stop());
    const { redis, url } = await startRedis(folder);
    stops.push(() => redis.stop());
    const product = await startProduct({
      scenarios: smallScenarios,
      env: {
        DOCKER_HOST: own.host,
        REDIS_URL: url,
        VOCR_ADDRESS_POOL: '10.211.0.0/16',
        VOCR_SWEEP_GRACE: '2s',
      },
    });
    stops.push(() => product.stop());
    const installation = (await readFile(join(product.data, 'installation'), 'utf8')).trim();
    const teacher = await Player.of(product, 'teacher', 'instructor');
    const players: Player[] = [];
    for (let n = 1; n <= learners; n++) players.push(await Player.of(product, `learner${n}`));
    return {
      ...{ product, own, redis, teacher, learners: players, stop },
      label: `${labelKeys.installation}=${installation}`,
      async postgres() {
        const launcher = await findLauncher(product.data);
        for (const pid of launcher ? await childrenOf(launcher.process.pid) : []) {
          const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
          if (/postgres\0/.test(command) && command.includes(product.data)) return pid;
        }
        return undefined;
      },
      async keepLogs(name) {
        const kept = await mkdtemp(join(tmpdir(), `vocr-chaos-${name}-`));
        await cp(join(product.data, 'logs'), kept, { recursive: true });
        await cp(join(folder, 'redis.log'), join(kept, 'redis.log'));
        await writeFile(join(kept, 'dockerd.log'), await own.log());
        return kept;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Redis that keeps what it was told, and is started again whenever it dies. */
async function startRedis(folder: string): Promise<{ redis: Supervised; url: string }> {
  const command = findProgram('redis-server');
  const port = await anyFreePort();
  if (!command || !port) throw new Error('redis-server is missing (run by npm test, which installs it)');
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''];
  const redis = supervise(
    {
      name: 'Redis',
      command,
      args: [...args, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
      env: process.env,
      cwd: folder,
      log: new LogFile(join(folder, 'redis.log')),
    },
    () => undefined,
  );
  return { redis, url: `redis://127.0.0.1:${port}` };
}
