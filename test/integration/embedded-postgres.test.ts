import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Postgres } from '../../apps/cli/postgres/postgres.js';
import { startPostgres } from '../../apps/cli/postgres/postgres.js';
import { identify, waitUntilGone } from '../../apps/cli/processes/process-identity.js';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  let home: string;
  let running: Postgres | undefined;
  const options = () => ({ home, logs: join(home, 'logs'), database: 'vocr', onDeath: () => undefined });
  const serverPid = () => Number(readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'vocr-postgres-'))));
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    rmSync(home, { recursive: true });
  });

  it('comes up twice at the same address, keeps its rows, and asks for its password', async () => {
    running = await startPostgres(options());
    const { url } = running;
    expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
    await ask(url, 'CREATE TABLE kept (n int)');
    await ask(url, 'INSERT INTO kept VALUES (7)');
    const stopped = (await identify(serverPid()))!;
    await running.stop();
    expect(await waitUntilGone(stopped, 0)).toBe(true);

    running = await startPostgres(options());
    expect(running.url).toBe(url);
    expect(await ask(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('is started again after a kill -9 with every acknowledged row', async () => {
    running = await startPostgres(options());
    await ask(running.url, 'CREATE TABLE kept (n int)');
    await ask(running.url, 'INSERT INTO kept VALUES (7)');
    process.kill(serverPid(), 'SIGKILL');
    await expect
      .poll(() => ask(running!.url, 'SELECT n FROM kept').catch(() => 'not yet'), {
        timeout: 20_000,
        interval: 200,
      })
      .toEqual([{ n: 7 }]);
  });

  it('does not outlive a launcher that is killed', async () => {
    const module = pathToFileURL('dist/apps/cli/postgres/postgres.js').href;
    const given = JSON.stringify({ home, logs: join(home, 'logs'), database: 'vocr' });
    const script = `import { startPostgres } from '${module}';
      await startPostgres({ ...${given}, onDeath() {} });
      console.log('up');`;
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(launcher.stdout, 'data');
    const server = (await identify(serverPid()))!;
    launcher.kill('SIGKILL');
    expect(await waitUntilGone(server, 10_000)).toBe(true);
    running = await startPostgres(options());
    expect(await ask(running.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
