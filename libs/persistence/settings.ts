import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** What an installation is known by and what its admins may change. */
export interface Settings {
  /** 8 of [0-9a-f]: on the label of all that this installation makes. */
  installation: string;
  /** 256 random bits, base64url, from which short-lived proofs between our processes are made. */
  secret: string;
  /** Whether people may make an account themselves. */
  selfRegistration: boolean;
}

const first = (): Settings => ({
  installation: randomBytes(4).toString('hex'),
  secret: randomBytes(32).toString('base64url'),
  selfRegistration: false,
});

/** The settings; those that are not there yet are made, once, whoever asks first. */
export async function readSettings(db: DataSource): Promise<Settings> {
  for (const [name, value] of Object.entries(first())) {
    await db.query('INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      JSON.stringify(value),
    ]);
  }
  const rows = await db.query<{ name: string; value: unknown }[]>('SELECT name, value FROM settings');
  return Object.fromEntries(rows.map(({ name, value }) => [name, value])) as unknown as Settings;
}

export async function changeSettings(
  db: DataSource,
  change: Partial<Pick<Settings, 'selfRegistration'>>,
): Promise<Settings> {
  for (const [name, value] of Object.entries(change)) {
    await db.query('UPDATE settings SET value = $2 WHERE name = $1', [name, JSON.stringify(value)]);
  }
  return readSettings(db);
}
