import { defaultPolicy, loadScenario, packOf, type InstallationPolicy, type Scenario } from '#scenario';
import type { DataSource } from 'typeorm';
import { PackRow } from './entities/installation.js';

/** A scenario as it was when it was added, with all its files. */
export interface StoredScenario {
  digest: string;
  scenario: Scenario;
  files: ReadonlyMap<string, Uint8Array>;
}

/** The folder is no valid scenario; the message names each fault with file, line and column. */
export class InvalidScenario extends Error {}

/** The scenarios of an installation, kept by content. */
export class ScenarioPacks {
  /** Packs never change, so what was loaded once stays true. */
  private readonly loaded = new Map<string, StoredScenario>();
  /** By digest, what the policy refuses of it; undefined when nothing. */
  private readonly refusals = new Map<string, string | undefined>();

  /** @param policy what the installation lets new scenarios ask for */
  constructor(
    private readonly db: DataSource,
    private readonly policy: InstallationPolicy = defaultPolicy,
  ) {}

  /**
   * Adds a scenario's folder and lists it in the catalogue in place of what the same version had before.
   * @throws InvalidScenario when the scenario does not validate
   */
  async add(files: ReadonlyMap<string, Uint8Array>): Promise<StoredScenario> {
    const stored = await this.keep(files);
    const { digest, scenario } = stored;
    await this.db.query(
      'UPDATE scenario_packs SET listed = (digest = $3) WHERE scenario = $1 AND version = $2',
      [scenario.id, scenario.version, digest],
    );
    return stored;
  }

  /**
   * Keeps a scenario's folder without listing it; exercises can pin it by its digest.
   * @throws InvalidScenario when the scenario does not validate
   */
  async keep(files: ReadonlyMap<string, Uint8Array>): Promise<StoredScenario> {
    const stored = load(files, this.policy);
    const { digest, scenario } = stored;
    const base64 = Object.fromEntries(
      [...files].map(([path, data]) => [path, Buffer.from(data).toString('base64')]),
    );
    await this.db.query(
      `INSERT INTO scenario_packs (digest, scenario, version, files, listed, added_at)
       VALUES ($1, $2, $3, $4, false, now()) ON CONFLICT (digest) DO NOTHING`,
      [digest, scenario.id, scenario.version, JSON.stringify(base64)],
    );
    this.loaded.set(digest, stored);
    return stored;
  }

  /** Every scenario in the catalogue, newest version first within an id. */
  async list(): Promise<StoredScenario[]> {
    const rows = await this.db.query<{ digest: string }[]>('SELECT digest FROM scenario_packs WHERE listed');
    const all = await Promise.all(rows.map(({ digest }) => this.get(digest)));
    return all.sort(
      (a, b) =>
        a.scenario.id.localeCompare(b.scenario.id) || compareVersions(b.scenario.version, a.scenario.version),
    );
  }

  /** `id` (its newest version) or `id@version`, as the catalogue lists it. */
  async find(reference: string): Promise<StoredScenario | undefined> {
    const [id, version] = reference.split('@');
    return (await this.list()).find(
      ({ scenario }) => scenario.id === id && (version === undefined || scenario.version === version),
    );
  }

  /** @throws Error when the pack is not there: an exercise that pins it cannot be read without it */
  async get(digest: string): Promise<StoredScenario> {
    const found = await this.byDigest(digest);
    if (!found) throw new Error(`scenario pack ${digest} is not in the database`);
    return found;
  }

  /** A pack, listed or not. */
  async byDigest(digest: string): Promise<StoredScenario | undefined> {
    const known = this.loaded.get(digest);
    if (known) return known;
    const row = await this.db.getRepository(PackRow).findOneBy({ digest });
    if (!row) return undefined;
    const files = new Map(
      Object.entries(row.files).map(([path, data]) => [path, Buffer.from(data, 'base64')]),
    );
    // A policy that has become narrower must not take away what exercises have pinned.
    const stored = { ...load(files, 'any'), digest };
    this.loaded.set(digest, stored);
    return stored;
  }

  /** What the installation's policy, as it is now, refuses of a stored scenario, by line; undefined when nothing. */
  refusal({ digest, files }: StoredScenario): string | undefined {
    if (!this.refusals.has(digest)) this.refusals.set(digest, wrongIn(files, this.policy));
    return this.refusals.get(digest);
  }
}

function load(files: ReadonlyMap<string, Uint8Array>, policy: InstallationPolicy | 'any'): StoredScenario {
  const { scenario } = loadScenario(files, policy);
  if (!scenario) throw new InvalidScenario(`the scenario does not validate:\n${wrongIn(files, policy)}`);
  return { digest: packOf(files).digest, scenario, files };
}

/** Every error of a folder on a line of its own, with file, line and column; undefined when there is none. */
function wrongIn(
  files: ReadonlyMap<string, Uint8Array>,
  policy: InstallationPolicy | 'any',
): string | undefined {
  const errors = loadScenario(files, policy).problems.filter(({ severity }) => severity !== 'warning');
  if (errors.length === 0) return undefined;
  return errors.map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`).join('\n');
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  const at = x!.findIndex((part, index) => part !== y![index]);
  return at < 0 ? 0 : x![at]! - y![at]!;
}
