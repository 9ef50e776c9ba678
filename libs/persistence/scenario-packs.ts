import {
  compareVersions,
  defaultPolicy,
  loadScenario,
  packOf,
  readPinned,
  type InstallationPolicy,
  type Scenario,
  UnreadableScenario,
} from '#scenario';
import type { DataSource } from 'typeorm';
import { CatalogueRefusal } from './catalogue-refusal.js';
import { PackCache, type StoredScenario } from './pack-cache.js';
import { insertPack, lockScenario, readPackFiles } from './pack-rows.js';

/** The folder is no valid scenario; the message names each fault with file, line and column. */
export class InvalidScenario extends Error {}

/** A version of a scenario in the catalogue. */
export interface CatalogueEntry {
  digest: string;
  scenario: Scenario;
  addedAt: Date;
  /** The account that added it; null: the installation itself, from its folder of scenarios. */
  addedBy: string | null;
  /** Fingerprint of the key that signed it; null: it came without a signature. */
  signer: string | null;
}

/** Something that is not in the catalogue although it should be. */
export interface LeftOut {
  /** A folder, or `id@version`. */
  what: string;
  why: string;
}

interface ListedRow {
  digest: string;
  scenario: string;
  version: string;
  added_at: Date;
  added_by: string | null;
  signer: string | null;
}

/** Bytes of files that are kept in memory at most. */
const cacheBytes = 128 * 2 ** 20;
/** How many packs' refusals are kept in memory. */
const refusalsKept = 1_000;

/** The scenarios of an installation, kept by content. */
export class ScenarioPacks {
  private readonly cache = new PackCache(cacheBytes);
  /** What is listed, by digest: a list of the catalogue reads nothing that it has read before. */
  private listed = new Map<string, Scenario>();
  private readonly unreadable = new Map<string, LeftOut>();
  /** By digest, what the policy refuses of it; undefined when nothing. */
  private readonly refusals = new Map<string, string | undefined>();

  /**
   * @param policy what the installation lets new scenarios ask for
   * @param report told once of each pack of the catalogue that cannot be read
   */
  constructor(
    private readonly db: DataSource,
    private readonly policy: InstallationPolicy = defaultPolicy,
    private readonly report: (line: string) => void = (line) => console.error(line),
  ) {}

  /**
   * What a folder holds, validated in full.
   * @throws InvalidScenario
   */
  check(files: ReadonlyMap<string, Uint8Array>): StoredScenario {
    const { scenario } = loadScenario(files, this.policy);
    if (!scenario) {
      throw new InvalidScenario(`the scenario does not validate:\n${wrongIn(files, this.policy)}`);
    }
    return { digest: packOf(files).digest, scenario, files };
  }

  /**
   * Adds a folder of the installation's own and lists it in place of what the same version had before: its author may
   * still be at work on it. What a person took out of the catalogue stays out.
   * @throws InvalidScenario; CatalogueRefusal when someone added another pack of the same version
   */
  async add(files: ReadonlyMap<string, Uint8Array>): Promise<StoredScenario> {
    const stored = this.check(files);
    const { digest, scenario } = stored;
    await this.db.transaction(async (db) => {
      await lockScenario(db, scenario.id);
      const version = [scenario.id, scenario.version, digest];
      const others = await db.query<{ signer: string }[]>(
        `SELECT signer FROM scenario_packs
         WHERE scenario = $1 AND version = $2 AND digest <> $3 AND signer IS NOT NULL`,
        version,
      );
      if (others[0]) throw CatalogueRefusal.taken(scenario);
      await insertPack(db, stored, null);
      await db.query(
        'UPDATE scenario_packs SET listed = false, used_at = now() WHERE scenario = $1 AND version = $2 AND digest <> $3 AND listed',
        version,
      );
      await db.query(
        `UPDATE scenario_packs SET listed = true, used_at = now(), added_at = now(), added_by = NULL
         WHERE digest = $1 AND NOT listed AND removed_at IS NULL`,
        [digest],
      );
    });
    this.cache.put(stored);
    return stored;
  }

  /** What the catalogue lists, newest version first within an id. A pack that cannot be read is left out and told of. */
  async entries(): Promise<CatalogueEntry[]> {
    const rows = await this.db.query<ListedRow[]>(
      'SELECT digest, scenario, version, added_at, added_by, signer FROM scenario_packs WHERE listed',
    );
    const listed = new Map<string, Scenario>();
    const entries: CatalogueEntry[] = [];
    for (const row of rows) {
      const scenario = this.listed.get(row.digest) ?? (await this.readable(row))?.scenario;
      if (!scenario) continue;
      listed.set(row.digest, scenario);
      const { digest, added_at: addedAt, added_by: addedBy, signer } = row;
      entries.push({ digest, scenario, addedAt, addedBy, signer });
    }
    this.listed = listed;
    for (const digest of this.unreadable.keys()) {
      if (!rows.some((row) => row.digest === digest)) this.unreadable.delete(digest);
    }
    return entries.sort((a, b) => a.scenario.id.localeCompare(b.scenario.id) || newestFirst(a, b));
  }

  /** The packs that the catalogue should list and that cannot be read, as of the last look. */
  leftOut(): LeftOut[] {
    return [...this.unreadable.values()];
  }

  /** Every scenario in the catalogue with its files, newest version first within an id. */
  async list(): Promise<StoredScenario[]> {
    const entries = await this.entries();
    return Promise.all(entries.map(({ digest }) => this.get(digest)));
  }

  /** `id` (its newest version) or `id@version`, as the catalogue lists it. */
  async find(reference: string): Promise<StoredScenario | undefined> {
    const [, id, version] = referenceForm.exec(reference) ?? [];
    if (id === undefined) return undefined;
    const rows = await this.db.query<ListedRow[]>(
      'SELECT digest, scenario, version FROM scenario_packs WHERE listed AND scenario = $1',
      [id],
    );
    const wanted = rows.filter((row) => version === undefined || row.version === version);
    for (const row of wanted.sort((a, b) => compareVersions(b.version, a.version))) {
      const found = await this.readable(row);
      if (found) return found;
    }
    return undefined;
  }

  /** @throws Error when the pack is not there: an exercise that pins it cannot be read without it */
  async get(digest: string): Promise<StoredScenario> {
    const found = await this.byDigest(digest);
    if (!found) throw new Error(`scenario pack ${digest} is not in the database`);
    return found;
  }

  /** A pack, listed or not. @throws UnreadableScenario when its form is not today's */
  async byDigest(digest: string): Promise<StoredScenario | undefined> {
    const known = this.cache.get(digest);
    if (known) return known;
    const row = await readPackFiles(this.db, digest);
    if (!row) return undefined;
    const { files } = row;
    // Neither a narrower policy nor stricter rules may take away what exercises have pinned.
    const stored = { digest, scenario: readPinned(files), files };
    this.cache.put(stored);
    return stored;
  }

  /** A pack that someone is about to make an exercise of: it counts as used from now on, so that it is not removed meanwhile. */
  async pick(digest: string): Promise<StoredScenario | undefined> {
    const [rows] = await this.db.query<[unknown[], number]>(
      'UPDATE scenario_packs SET used_at = now() WHERE digest = $1 RETURNING digest',
      [digest],
    );
    return rows.length > 0 ? this.byDigest(digest) : undefined;
  }

  /** What the installation's policy, as it is now, refuses of a stored scenario, by line; undefined when nothing. */
  refusal({ digest, files }: StoredScenario): string | undefined {
    if (!this.refusals.has(digest)) {
      if (this.refusals.size >= refusalsKept) this.refusals.clear();
      this.refusals.set(digest, wrongIn(files, this.policy));
    }
    return this.refusals.get(digest);
  }

  private async readable(row: ListedRow): Promise<StoredScenario | undefined> {
    const { digest } = row;
    if (this.unreadable.has(digest)) return undefined;
    try {
      return await this.byDigest(digest);
    } catch (error) {
      if (!(error instanceof UnreadableScenario)) throw error;
      const what = `${row.scenario}@${row.version}`;
      this.unreadable.set(digest, { what, why: error.message });
      this.report(`scenario ${what} (${digest}) is left out of the catalogue: ${error.message}`);
      return undefined;
    }
  }
}

/** `id` or `id@version`, as any version of the language has allowed them. */
const referenceForm = /^([\w-]{1,100})(?:@([\w.-]{1,100}))?$/;

const newestFirst = (a: CatalogueEntry, b: CatalogueEntry) =>
  compareVersions(b.scenario.version, a.scenario.version);

/** Every error of a folder on a line of its own, with file, line and column; undefined when there is none. */
function wrongIn(files: ReadonlyMap<string, Uint8Array>, policy: InstallationPolicy): string | undefined {
  const errors = loadScenario(files, policy).problems.filter(({ severity }) => severity !== 'warning');
  if (errors.length === 0) return undefined;
  return errors.map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`).join('\n');
}
