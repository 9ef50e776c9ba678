import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccount, issueCredential } from '#auth';
import { HostRow, openDatabase, type HostStatus, type Role } from '#persistence';
import type { DataSource } from 'typeorm';
import { anyFreePort } from '../../../apps/cli/machine/port.js';
import { freshDatabase } from '../../support/database.js';
import { until } from '../../support/until.js';

const root = join(import.meta.dirname, '../../..');
const gb = 2 ** 30;

/** The built orchestrator in a process of its own, with a database of its own and no worker. */
export interface OrchestratorAlone {
  url: string;
  db: DataSource;
  /** A new account's API token. */
  token(username: string, role: Role): Promise<string>;
  /** Makes it believe that there is a host with this many slots and room for all, whose worker answers. */
  host(slots: number): Promise<void>;
  /** Processor time that it has used so far, ms. */
  processorTime(): Promise<number>;
  /** Memory that it holds, bytes. */
  residentMemory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it with the built files in `dist/`. */
export async function startOrchestratorAlone(scenarios: string): Promise<OrchestratorAlone> {
  const database = await freshDatabase();
  const port = await anyFreePort();
  if (port === undefined) throw new Error('no port is free on 127.0.0.1');
  const said: string[] = [];
  const child = spawn(process.execPath, ['dist/apps/orchestrator/main.js'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      VOCR_PORT: String(port),
      VOCR_SCENARIOS: scenarios,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const url = `http://127.0.0.1:${port}`;
  await until('the orchestrator answers', async () => {
    if (child.exitCode !== null) throw new Error(said.join(''));
    return (await fetch(`${url}/healthz`)).status > 0;
  });
  const db = await openDatabase(database.url, 4);
  return {
    url,
    db,
    async token(username, role) {
      const made = await createAccount(db, { username, role });
      if (!made.ok) throw new Error(made.fault.detail);
      return issueCredential(db, { kind: 'token', account: made.person.account });
    },
    async host(slots) {
      const ok = { ok: true, detail: 'answers' };
      const status: HostStatus = {
        docker: ok,
        isolation: ok,
        capacity: {
          memory: { total: 1_024 * gb, available: 1_024 * gb },
          cpus: 256,
          disk: { total: 1_024 * gb, free: 1_024 * gb },
          networks: { total: 4_096, used: 0 },
          slots,
        },
      };
      const seenAt = new Date(Date.now() + 3_600_000);
      await db.getRepository(HostRow).save({ name: 'believed', seenAt, status: status as never });
    },
    async processorTime() {
      // utime and stime, in hundredths of a second, are the 12th and 13th after the name in brackets.
      const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async residentMemory() {
      const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))!;
      return Number(kilobytes) * 1_024;
    },
    async stop() {
      await db.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await database.drop();
    },
  };
}
