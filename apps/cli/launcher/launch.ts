import pg from 'pg';
import { exposure } from '#config';
import { loadPolicy, migrate } from '#persistence';
import { connectEngine } from '#range';
import type { Engine } from '#range';
import { issueAdminLink } from '../installation/accounts.js';
import { demandSpace, formatBytes } from '../machine/disk.js';
import { ensureEngine } from '../engine/ensure-engine.js';
import { localAddress } from '../installation/health.js';
import { ensureBaseImage } from '../engine/base-image.js';
import { noteRangesDown } from '../installation/note-ranges.js';
import { stopOwnEngine } from '../engine/own-engine.js';
import { demandPort } from '../machine/port.js';
import { startPostgres } from '../postgres/postgres.js';
import { messageOf, Problem } from '../reporting/problem.js';
import { startProgram, waitUntilReady } from './programs.js';
import { noteEngine, notedEngine } from '../installation/records.js';
import { noteInstallation, removeMade } from '../installation/remove-made.js';
import type { Death } from '../processes/children.js';
import type { EngineFacts } from '../engine/ensure-engine.js';
import type { Installation } from '../installation/installation.js';
import type { ProcessIdentity } from '../processes/process-identity.js';
import type { Say, Steps } from '../reporting/steps.js';

/** What people are told when VOCR is up. */
export interface Ready {
  address: string;
  /** Signs the first admin in, once. */
  link: string;
}

/** Something that was started and must be ended again. */
export interface Started {
  name: string;
  stop: (say: Say) => Promise<void>;
}

/** Ends what was started, the last first. All are tried; returns what would not end. */
export async function stopAll(started: Started[], steps: Steps): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (let next = started.pop(); next; next = started.pop()) {
    const { name, stop } = next;
    await steps.step(`Stopping ${name}`, stop).catch((error: unknown) => failures.push(error));
  }
  return failures;
}

/**
 * Brings everything up, step by step. What it starts is put on `started` at once, so that the caller can end it whatever happens.
 * @throws Problem of the step that failed
 */
export async function launch(installation: Installation, steps: Steps, started: Started[]): Promise<Ready> {
  const { config, data, logs } = installation;
  // Said here, where someone reads it, rather than by programs that do not stay up.
  await loadPolicy(config.policy);
  await steps.step('Port', async (say) => {
    await demandPort(config.listen, config.port);
    say(`${config.listen}:${config.port} is free`);
  });
  const exposed = exposure(config);
  if (exposed) steps.note(`! ${exposed}`);
  const engine = connectEngine(config.engine);
  const facts = await steps.step('Docker Engine', (say) => findEngine(installation, engine, started, say));
  const engineDisk = engine.isLocal ? facts.rootFolder : undefined;
  await steps.step('Disk', (say) => demandDisk(data, engineDisk, say));
  await steps.step('Base image', (say) => ensureBaseImage(engine, logs, say));
  const onDeath = ({ name, how, restartIn }: Death) =>
    steps.note(`! ${name} ${how}; starting it again in ${restartIn / 1000} s (logs: ${logs})`);
  const databaseUrl = await steps.step('Database', async () => {
    if (config.databaseUrl) return checkedDatabase(config.databaseUrl);
    const postgres = await startPostgres({ home: installation.postgres, logs, database: 'vocr', onDeath });
    started.push({ name: 'PostgreSQL', stop: () => postgres.stop() });
    return postgres.url;
  });
  await steps.step('Database schema', () => migrate(databaseUrl));
  await noteInstallation(data, databaseUrl);
  started.push({
    name: 'ranges and the host helper',
    stop: async (say) => void (await removeMade(data, engine, say)),
  });
  started.push({
    name: 'exercises',
    stop: async (say) => void (await noteRangesDown(databaseUrl, config.host, say)),
  });
  const programs = (['orchestrator', 'worker'] as const).map((name) => {
    const program = startProgram(name, installation, databaseUrl, onDeath);
    started.push({ name: `the ${name}`, stop: () => program.stop() });
    return program;
  });
  const local = localAddress(config.listen, config.port);
  await steps.step('Orchestrator, worker and lab images', (say) => waitUntilReady(local, programs, say));
  const link = await issueAdminLink(databaseUrl, config.publicUrl);
  return { address: config.publicUrl, link };
}

async function findEngine(
  { config, data, logs }: Installation,
  engine: Engine,
  started: Started[],
  say: Say,
): Promise<EngineFacts> {
  const stop = (tell: Say) => stopOwnEngine(data, engine, tell);
  const onStarted = async (process: ProcessIdentity) => {
    started.push({ name: 'Docker Engine', stop });
    await noteEngine(data, process);
  };
  const isNamed = config.engine.host !== undefined;
  const facts = await ensureEngine({ engine, isNamed, logs, say, onStarted });
  // One that an earlier launcher of this installation started and could not end.
  if (started.length === 0 && (await notedEngine(data))) started.push({ name: 'Docker Engine', stop });
  say(`${facts.version} at ${engine.address}`);
  return facts;
}

async function demandDisk(data: string, engineDisk: string | undefined, say: Say): Promise<void> {
  const free = await demandSpace(
    data,
    "VOCR's data",
    'free some space, or set VOCR_DATA to a folder on a larger disk',
  );
  if (engineDisk !== undefined) {
    await demandSpace(engineDisk, "Docker's images", 'run: docker image prune, or free space some other way');
  }
  if (free !== undefined) say(`${formatBytes(free)} free`);
}

async function checkedDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return url;
  } catch (error) {
    throw new Problem(`The database in DATABASE_URL does not answer: ${messageOf(error)}`, {
      mend: 'start it or mend DATABASE_URL, or unset it to have VOCR run its own',
    });
  } finally {
    await client.end();
  }
}
