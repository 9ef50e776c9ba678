import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { supervise } from '../processes/children.js';
import { LogFile } from '../processes/log-file.js';
import { asOrdinaryUser, findPostgresBinaries } from './postgres-binaries.js';
import { anyFreePort, freePort } from '../machine/port.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';
import { endProcess, identify } from '../processes/process-identity.js';
import { runLogged } from '../processes/run-logged.js';
import type { Death } from '../processes/children.js';
import type { StopStep } from '../processes/process-identity.js';

/** A running embedded PostgreSQL, owned by this process. */
export interface Postgres {
  /** Address of the database asked for. The user may create others. */
  url: string;
  stop(): Promise<void>;
}

/** What an embedded PostgreSQL needs. */
export interface PostgresOptions {
  /** Folder that keeps everything of it: cluster, password, port. */
  home: string;
  /** Folder of logs. */
  logs: string;
  /** Database that is to be there. */
  database: string;
  /** False trades safety in a power cut for speed: for tests only. */
  durable?: boolean;
  onDeath: (death: Death) => void;
}

const user = 'vocr';
/** Smart (waits for its clients), then fast, then immediate. */
const shutdown: readonly StopStep[] = [
  { signal: 'SIGTERM', wait: 3_000 },
  { signal: 'SIGINT', wait: 15_000 },
  { signal: 'SIGQUIT', wait: 5_000 },
];

/**
 * Starts PostgreSQL on loopback; makes the cluster and the database when they are not there yet. One that an earlier launcher
 * left behind is ended first, so that this process is its parent.
 * @throws Problem with the end of its log when it does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await findPostgresBinaries();
  const cluster = join(options.home, 'cluster');
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  await mkdir(options.logs, { recursive: true, mode: 0o700 });
  await endLeftPostgres(options.home);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await makeCluster(binaries.initdb, options);
  const port = await choosePort(join(options.home, 'port'));
  const [command, args] = asOrdinaryUser(binaries.postgres, [
    ...['-D', cluster, '-p', String(port)],
    ...settings({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: socketFolder(options.home),
      unix_socket_permissions: '0700',
      max_connections: '200',
      timezone: 'UTC',
      ...(options.durable === false
        ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
        : {}),
    }),
  ]);
  const log = new LogFile(join(options.logs, 'postgres.log'));
  const server = supervise(
    {
      name: 'PostgreSQL',
      command,
      args,
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
      cwd: options.home,
      log,
      first: true,
      stop: shutdown,
      tetherSignal: 'INT',
    },
    options.onDeath,
  );
  try {
    await makeDatabase(await urlOf(options.home, 'postgres'), options.database, () => {
      if (server.deathsInARow < 3) return;
      throw new Problem('PostgreSQL does not stay up.', { tail: server.tail().slice(-8), log: log.path });
    });
    return { url: await urlOf(options.home, options.database), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * The address of the embedded PostgreSQL kept in `home`, whether it runs or not.
 * @throws Problem when none was ever made there
 */
export async function urlOf(home: string, database: string): Promise<string> {
  try {
    const password = (await readFile(join(home, 'password'), 'utf8')).trim();
    const port = (await readFile(join(home, 'port'), 'utf8')).trim();
    return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new Problem('There is no database here yet.', { mend: 'start VOCR first: npm start' });
  }
}

/** Ends a PostgreSQL that a launcher which is no longer there left behind. True when there was one. */
export async function endLeftPostgres(home: string): Promise<boolean> {
  let pid: number;
  try {
    pid = Number((await readFile(join(home, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const left = await identify(pid);
  const program = await readlink(`/proc/${pid}/exe`).then(basename, () => '');
  if (!left || !program.startsWith('postgres')) return false;
  if (await endProcess(left, [...shutdown.slice(1), { signal: 'SIGKILL', wait: 5_000 }])) return true;
  throw new Problem(`A PostgreSQL left by an earlier launcher (process ${pid}) does not end.`, {
    mend: `run: kill -9 ${pid}`,
  });
}

async function makeCluster(initdb: string, options: PostgresOptions): Promise<void> {
  const cluster = join(options.home, 'cluster');
  const secret = join(options.home, 'password');
  await rm(cluster, { recursive: true, force: true });
  await writeFile(secret, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(secret, 0o600);
  const [command, args] = asOrdinaryUser(initdb, [
    ...['--pgdata', cluster, '--username', user, '--pwfile', secret],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8'],
    ...(options.durable === false ? ['--no-sync'] : []),
  ]);
  try {
    await runLogged(command, args, { log: join(options.logs, 'initdb.log') });
  } catch (error) {
    await rm(cluster, { recursive: true, force: true });
    throw error;
  }
}

async function makeDatabase(adminUrl: string, name: string, stillHopeful: () => void): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
    // A server that is going away also breaks the connection outside of any query; the query's own error tells it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      return;
    } catch (error) {
      stillHopeful();
      if (performance.now() > end)
        throw new Problem(`PostgreSQL does not answer: ${messageOf(error)}`, { cause: error });
      await sleep(100);
    } finally {
      await client.end();
    }
  }
}

/** The port kept in the file if nobody else has taken it, else a new free one. */
async function choosePort(file: string): Promise<number> {
  const kept = await readFile(file, 'utf8').then(Number, () => 0);
  const port = (kept && (await freePort(kept))) || (await anyFreePort());
  if (!port) throw new Problem('No TCP port on 127.0.0.1 is free for PostgreSQL.');
  await writeFile(file, `${port}\n`, { mode: 0o600 });
  return port;
}

/** The longest path that a unix socket may have. */
const longestSocketPath = 100;

/** PostgreSQL's own folder for its socket; none when the path would be too long, for loopback serves as well. */
function socketFolder(home: string): string {
  return `${home}/.s.PGSQL.65535`.length <= longestSocketPath ? home : '';
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
