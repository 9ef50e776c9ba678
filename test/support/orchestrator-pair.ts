import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createAccount, issueCredential } from '#auth';
import { openDatabase, type Role } from '#persistence';
import { anyFreePort } from '../../apps/cli/machine/port.js';
import type { Answer } from './application.js';
import { freshDatabase } from './database.js';
import { smallCatalogue } from './scenario.js';
import { until } from './until.js';

const root = join(import.meta.dirname, '../..');

/** Two orchestrators, each a process of its own, on one database. */
export interface OrchestratorPair {
  /** Where each listens. */
  urls: readonly [string, string];
  /** A new account's API token. */
  token(username: string, role: Role): Promise<string>;
  close(): Promise<void>;
}

/** Starts them from `dist/`, with the small scenario as their catalogue. */
export async function startOrchestratorPair(): Promise<OrchestratorPair> {
  const database = await freshDatabase();
  const catalogue = await smallCatalogue();
  const [one, other] = [
    await startOne(database.url, catalogue.folder),
    await startOne(database.url, catalogue.folder),
  ];
  const db = await openDatabase(database.url, 4);
  return {
    urls: [one.url, other.url],
    async token(username, role) {
      const made = await createAccount(db, { username, role });
      if (!made.ok) throw new Error(made.fault.detail);
      return issueCredential(db, { kind: 'token', account: made.person.account });
    },
    async close() {
      await db.destroy();
      await Promise.all([one, other].map(({ child }) => end(child)));
      await database.drop();
      await catalogue.remove();
    },
  };
}

async function startOne(database: string, scenarios: string): Promise<{ url: string; child: ChildProcess }> {
  const port = await anyFreePort();
  if (port === undefined) throw new Error('no port is free on 127.0.0.1');
  const child = spawn(process.execPath, ['dist/apps/orchestrator/main.js'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database,
      VOCR_PORT: String(port),
      VOCR_SCENARIOS: scenarios,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const url = `http://127.0.0.1:${port}`;
  await until('the orchestrator answers', async () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${said.join('')}`);
    return (await fetch(`${url}/healthz`)).status > 0;
  });
  return { url, child };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** A request as someone. */
export async function askAs(token: string, method: string, url: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}
