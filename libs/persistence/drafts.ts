import type { DataSource, EntityManager } from 'typeorm';
import { CatalogueRefusal } from './catalogue-refusal.js';
import { type DraftBounds, draftsToDrop, type HeldDraft } from './draft-room.js';
import type { StoredScenario } from './pack-cache.js';
import { encodeFiles, insertPack } from './pack-rows.js';
import type { ScenarioPacks } from './scenario-packs.js';

/** What drafts may take up: those of one account, and all. */
export interface DraftLimits {
  account: DraftBounds;
  all: DraftBounds;
}

const MiB = 2 ** 20;
const usual: DraftLimits = {
  account: { packs: 200, bytes: 1_024 * MiB },
  all: { packs: 2_000, bytes: 4_096 * MiB },
};

/** Who uploads a draft makes an exercise of it within this time; until then it is not dropped for another. */
const idleAfter = `interval '10 minutes'`;
/** A draft that nobody used for so long is removed. */
const keptFor = `interval '14 days'`;
const pinned = `(EXISTS (SELECT 1 FROM exercises WHERE scenario_digest = p.digest)
  OR EXISTS (SELECT 1 FROM pools WHERE scenario_digest = p.digest))`;
/** Packs that were never added to the catalogue by a person, nor taken out of it: what those say of signers must last. */
const isDraft = `NOT p.listed AND p.signer IS NULL AND p.removed_at IS NULL`;

/** Scenarios that authors try and the catalogue does not list. */
export class Drafts {
  constructor(
    private readonly db: DataSource,
    private readonly packs: ScenarioPacks,
    private readonly limits: DraftLimits = usual,
  ) {}

  /**
   * Keeps a scenario's folder, so that exercises can pin it by its digest. When there is no room, drafts that nobody uses
   * go, the least lately used first.
   * @param by the account
   * @throws InvalidScenario; CatalogueRefusal when there is no room even so
   */
  async keep(files: ReadonlyMap<string, Uint8Array>, by: string): Promise<StoredScenario> {
    const stored = this.packs.check(files);
    await this.db.transaction(async (db) => {
      await db.query(`SELECT pg_advisory_xact_lock(hashtext('vocr.drafts'))`);
      const [, known] = await db.query<[unknown[], number]>(
        'UPDATE scenario_packs SET used_at = now() WHERE digest = $1',
        [stored.digest],
      );
      if (known > 0) return;
      const bytes = Buffer.byteLength(encodeFiles(files));
      await this.makeRoom(db, bytes, this.limits.account, by);
      await this.makeRoom(db, bytes, this.limits.all);
      await insertPack(db, stored, by);
    });
    return stored;
  }

  /** Removes drafts that nobody has used for two weeks and nothing is made of. @returns how many */
  async purge(): Promise<number> {
    const [, count] = await this.db.query<[unknown[], number]>(
      `DELETE FROM scenario_packs p WHERE ${isDraft} AND p.used_at < now() - ${keptFor} AND NOT ${pinned}`,
    );
    return count;
  }

  private async makeRoom(db: EntityManager, bytes: number, bounds: DraftBounds, by?: string): Promise<void> {
    const held = await db.query<HeldDraft[]>(
      `SELECT p.digest, p.bytes, ${pinned} AS "isPinned", p.used_at < now() - ${idleAfter} AS "isIdle"
       FROM scenario_packs p WHERE ${isDraft} AND ($1::text IS NULL OR p.added_by = $1) ORDER BY p.used_at`,
      [by ?? null],
    );
    const dropped = draftsToDrop(held, bytes, bounds);
    if (!dropped) throw CatalogueRefusal.draftsFull(fullText(held, bounds, by !== undefined));
    if (dropped.length === 0) return;
    await db.query(`DELETE FROM scenario_packs p WHERE p.digest = ANY($1) AND ${isDraft} AND NOT ${pinned}`, [
      dropped,
    ]);
  }
}

function fullText(held: readonly HeldDraft[], { packs, bytes }: DraftBounds, isOwn: boolean): string {
  const whose = isOwn ? 'Your account has' : 'This installation has';
  const size = Math.round(held.reduce((sum, draft) => sum + draft.bytes, 0) / MiB);
  return `${whose} ${held.length} drafts of ${size} MiB, may have ${packs} that nothing is made of, and ${Math.round(bytes / MiB)} MiB. Those that exercises pin stay; the others can go 10 minutes after their last use: try again then.`;
}
