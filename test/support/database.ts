import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#persistence';
import { fromTestRun } from './environment.js';

/** A database of one's own. */
export interface FreshDatabase {
  url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

const template = 'vocr_template';

/** Makes a migrated, empty database: a copy of a template that the first to ask makes. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `vocr_test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (admin) => {
    // The lock also covers the copy, for a template that anyone is connected to cannot be copied.
    await admin.query(`SELECT pg_advisory_lock(hashtext('vocr.test.template'))`);
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount === 0) await admin.query(`CREATE DATABASE ${template}`);
    await migrate(urlOf(template));
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Makes a database without any schema. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const name = `vocr_test_${randomBytes(8).toString('hex')}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  return {
    url: urlOf(name),
    drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

function urlOf(database: string): string {
  const url = new URL(fromTestRun('VOCR_TEST_DATABASE_URL'));
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs work in a session of the server's own database; its end gives up any advisory lock. */
async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: fromTestRun('VOCR_TEST_DATABASE_URL') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
