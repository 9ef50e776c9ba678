import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../apps/cli/postgres/postgres.js';

/**
 * Puts the databases that tests ask for on a PostgreSQL of its own that keeps every commit on disk, as `npm start` has it. The
 * other tests' does not, which makes small commits several times as fast.
 * @returns what puts it back
 */
export async function useDurablePostgres(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-bench-'));
  const postgres = await startPostgres({
    home: join(folder, 'postgres'),
    logs: join(folder, 'logs'),
    database: 'postgres',
    onDeath: ({ how }) => process.stdout.write(`! PostgreSQL of the bench ${how}\n`),
  });
  const before = process.env['VOCR_TEST_DATABASE_URL'];
  process.env['VOCR_TEST_DATABASE_URL'] = postgres.url;
  return async () => {
    if (before === undefined) delete process.env['VOCR_TEST_DATABASE_URL'];
    else process.env['VOCR_TEST_DATABASE_URL'] = before;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
