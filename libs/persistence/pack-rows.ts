import type { DataSource, EntityManager } from 'typeorm';
import type { StoredScenario } from './pack-cache.js';

/** Keeps others from changing what the catalogue lists of a scenario, to the end of the transaction. */
export async function lockScenario(db: EntityManager, id: string): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('vocr.catalogue'), hashtext($1))`, [id]);
}

/** A pack's files as they are kept. */
export function encodeFiles(files: ReadonlyMap<string, Uint8Array>): string {
  return JSON.stringify(
    Object.fromEntries([...files].map(([path, data]) => [path, Buffer.from(data).toString('base64')])),
  );
}

/** Keeps a pack outside the catalogue; one that is there stays as it is. @param by the account; null: the installation */
export async function insertPack(
  db: EntityManager,
  { digest, scenario, files }: StoredScenario,
  by: string | null,
): Promise<void> {
  const encoded = encodeFiles(files);
  await db.query(
    `INSERT INTO scenario_packs (digest, scenario, version, files, bytes, listed, added_at, added_by, used_at)
     VALUES ($1, $2, $3, $4, $5, false, now(), $6, now()) ON CONFLICT (digest) DO NOTHING`,
    [digest, scenario.id, scenario.version, encoded, Buffer.byteLength(encoded), by],
  );
}

/** The files of a pack; undefined when it is not there. */
export async function readPackFiles(
  db: DataSource,
  digest: string,
): Promise<{ scenario: string; version: string; files: Map<string, Uint8Array> } | undefined> {
  const [row] = await db.query<{ scenario: string; version: string; files: Record<string, string> }[]>(
    'SELECT scenario, version, files FROM scenario_packs WHERE digest = $1',
    [digest],
  );
  if (!row) return undefined;
  const files = Object.entries(row.files).map(([path, data]): [string, Uint8Array] => [
    path,
    Buffer.from(data, 'base64'),
  ]);
  return { ...row, files: new Map(files) };
}
