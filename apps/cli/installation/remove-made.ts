import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, readSettings } from '#persistence';
import { labelKeys, removeHelper, sweep } from '#range';
import type { Engine } from '#range';
import { codeOf, Problem } from '../reporting/problem.js';
import type { Say } from '../reporting/steps.js';

const idFile = (data: string) => join(data, 'installation');

/** Keeps the installation's id beside its data, so that what it made is found again when its database does not run. */
export async function noteInstallation(data: string, databaseUrl: string): Promise<void> {
  const db = await openDatabase(databaseUrl, 1);
  try {
    const { installation } = await readSettings(db);
    await writeFile(idFile(data), `${installation}\n`, { mode: 0o600 });
  } finally {
    await db.destroy();
  }
}

/**
 * Removes every container, network and volume that this installation made on the engine, the host helper last. Nothing else is
 * touched. Exercises stay: their ranges come up again with the next start.
 * @returns how many things were removed
 * @throws Problem naming what could not be removed
 */
export async function removeMade(data: string, engine: Engine, say: Say): Promise<number> {
  let installation: string;
  try {
    installation = (await readFile(idFile(data), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
  const made = await engine.containers.list([`${labelKeys.installation}=${installation}`]);
  const swept = await sweep(engine, { installation, known: async () => new Set() });
  if (swept.left.length > 0) {
    throw new Problem('Not everything that VOCR made on the engine could be removed.', {
      tail: swept.left.map(({ kind, name, why }) => `${kind} ${name}: ${why}`),
      mend: 'disconnect or remove what uses it, and run: npx vocr down',
    });
  }
  await removeHelper(engine, installation);
  const [containers, networks] = [swept.containers.length, swept.networks.length];
  if (containers + networks > 0) say(`removed ${containers} containers and ${networks} networks of ranges`);
  return made.length + networks;
}
