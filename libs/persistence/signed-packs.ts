import {
  changesBetween,
  compareVersions,
  misnamed,
  type OpenedPack,
  type PackChanges,
  type Scenario,
} from '#scenario';
import type { DataSource, EntityManager } from 'typeorm';
import { CatalogueRefusal } from './catalogue-refusal.js';
import type { StoredScenario } from './pack-cache.js';
import { insertPack, lockScenario } from './pack-rows.js';
import { InvalidScenario, type ScenarioPacks } from './scenario-packs.js';

/** How a signed pack stands to what is here already. */
export interface Standing {
  /** `there`: the catalogue lists just this. `taken`: it has the same version with other content. */
  version: 'new' | 'there' | 'taken';
  /** `first`: nothing of the scenario is here. `same`: by the key before. `changed`: by another, or what is here is unsigned. */
  signer: 'first' | 'same' | 'changed';
  /** Who signed the newest version that is here; null: nobody; absent: nothing is here. */
  signerBefore?: string | null;
  /** What else here is signed by the same key, as `id@version`; nothing: the key is not known here. */
  alsoSigned: string[];
  /** Against the newest version in the catalogue. */
  changes?: PackChanges & { against: string };
}

/** What came of adding a signed pack. */
export interface Added {
  stored: StoredScenario;
  /** False when the catalogue listed just this before. */
  isNew: boolean;
}

interface KnownRow {
  digest: string;
  version: string;
  listed: boolean;
  signer: string | null;
}

/** Puts signed packs into the catalogue and takes versions out of it. */
export class SignedPacks {
  constructor(
    private readonly db: DataSource,
    private readonly packs: ScenarioPacks,
  ) {}

  /**
   * The scenario of an archive, validated in full.
   * @throws InvalidScenario
   */
  check({ files, manifest }: OpenedPack): StoredScenario {
    const stored = this.packs.check(files);
    const wrong = misnamed(manifest, stored.scenario);
    if (wrong !== undefined) throw new InvalidScenario(wrong);
    return stored;
  }

  /** How a pack that was checked stands to what is here. */
  async standing(stored: StoredScenario, signer: string): Promise<Standing> {
    const { id } = stored.scenario;
    const known = await knownOf(this.db.manager, id);
    const before = newestOrigin(known);
    const newest = await this.packs.find(id);
    const also = await this.db.query<{ scenario: string; version: string }[]>(
      'SELECT scenario, version FROM scenario_packs WHERE signer = $1 AND digest <> $2 ORDER BY added_at DESC LIMIT 20',
      [signer, stored.digest],
    );
    return {
      version: versionStanding(known, stored),
      signer: before === undefined ? 'first' : before === signer ? 'same' : 'changed',
      ...(before === undefined ? {} : { signerBefore: before }),
      alsoSigned: also.map(({ scenario, version }) => `${scenario}@${version}`),
      ...(newest && newest.digest !== stored.digest
        ? { changes: { against: `${id}@${newest.scenario.version}`, ...changesBetween(newest, stored) } }
        : {}),
    };
  }

  /**
   * Lists a signed pack in the catalogue, beside the other versions of its scenario.
   * @param by the account that adds it
   * @param consent fingerprint that they name where the signer is another than before
   * @throws InvalidScenario; CatalogueRefusal
   */
  async add(opened: OpenedPack, by: string, consent?: string): Promise<Added> {
    const stored = this.check(opened);
    const { digest, scenario } = stored;
    const { signer, signature } = opened;
    const isNew = await this.db.transaction(async (db) => {
      await lockScenario(db, scenario.id);
      const known = await knownOf(db, scenario.id);
      const standing = versionStanding(known, stored);
      if (standing === 'taken') throw CatalogueRefusal.taken(scenario);
      const mine = known.find((row) => row.digest === digest);
      if (mine?.listed && mine.signer === signer) return false;
      const before = newestOrigin(known);
      if (before !== undefined && before !== signer && consent !== signer) {
        throw CatalogueRefusal.signerChanged(scenario.id, signer, before);
      }
      await insertPack(db, stored, by);
      await db.query(
        `UPDATE scenario_packs SET listed = true, signer = $2, signature = $3, added_by = $4, added_at = now(),
           used_at = now(), removed_at = NULL, removed_by = NULL WHERE digest = $1`,
        [digest, signer, JSON.stringify(signature), by],
      );
      return standing === 'new';
    });
    return { stored, isNew };
  }

  /** The account that put a version into the catalogue; null for the installation's own, undefined when it is not there. */
  async addedBy(id: string, version: string): Promise<string | null | undefined> {
    const [row] = await this.db.query<{ by: string | null }[]>(
      'SELECT added_by AS by FROM scenario_packs WHERE scenario = $1 AND version = $2 AND listed',
      [id, version],
    );
    return row?.by;
  }

  /**
   * Takes a version out of the catalogue. Exercises that pin it keep it, and who signed it is remembered.
   * @param by the account that does it
   * @returns false when the catalogue does not list it
   */
  async remove(id: string, version: string, by: string): Promise<boolean> {
    const [, count] = await this.db.query<[unknown[], number]>(
      `UPDATE scenario_packs SET listed = false, used_at = now(), removed_at = now(), removed_by = $3
       WHERE scenario = $1 AND version = $2 AND listed`,
      [id, version, by],
    );
    return count > 0;
  }
}

/** The versions of a scenario that are or were in the catalogue, newest first; drafts are none. */
async function knownOf(db: EntityManager, id: string): Promise<KnownRow[]> {
  const rows = await db.query<KnownRow[]>(
    `SELECT digest, version, listed, signer FROM scenario_packs
     WHERE scenario = $1 AND (listed OR signer IS NOT NULL)`,
    [id],
  );
  return rows.sort((a, b) => compareVersions(b.version, a.version));
}

function versionStanding(
  known: readonly KnownRow[],
  { digest, scenario }: { digest: string; scenario: Scenario },
): Standing['version'] {
  if (known.some((row) => row.version === scenario.version && row.digest !== digest)) return 'taken';
  return known.some((row) => row.digest === digest && row.listed) ? 'there' : 'new';
}

/** Who signed the newest version in the catalogue, else the newest that was in it; undefined when there is none. */
function newestOrigin(known: readonly KnownRow[]): string | null | undefined {
  return (known.find(({ listed }) => listed) ?? known[0])?.signer;
}
