import { loadPolicy, openDatabase, ScenarioPacks } from '#persistence';
import { platformPrefix } from '#scenario';
import { imagesBuilt, removeImages, type ImageUse, type KnownImage } from '#range';
import type { Installation } from '../installation/installation.js';
import { formatBytes } from '../machine/disk.js';
import { urlOf } from '../postgres/postgres.js';
import { messageOf, Problem } from '../reporting/problem.js';
import { formatElapsed } from '../reporting/steps.js';
import { findBuilder, platformNames, type Builder } from './builder.js';

/** What a prune removed, or would remove. */
export interface PruneReport {
  dryRun: boolean;
  /** Age from which images are removed, ms. */
  graceMs: number;
  removed: KnownImage[];
  /** What nothing needs and the engine did not let go. */
  left: { image: KnownImage; why: string }[];
}

/** The images that VOCR built on this engine. What the catalogue wants is told only when its database answers. */
export async function listImages(installation: Installation): Promise<KnownImage[]> {
  const builder = await findBuilder(installation);
  const wanted = await wantedTags(installation, builder).catch((error: unknown) => {
    if (error instanceof NoDatabase) return undefined;
    throw error;
  });
  return imagesBuilt(builder.engine, wanted, 0);
}

/**
 * Removes images that VOCR built, that no container has, that neither the platform nor a scenario of the catalogue wants, and
 * that are older than the grace.
 * @throws Problem when the database or the engine does not answer: what is not known to be unneeded stays
 */
export async function pruneImages(
  installation: Installation,
  { dryRun, graceMs }: { dryRun: boolean; graceMs: number },
): Promise<PruneReport> {
  const builder = await findBuilder(installation);
  const wanted = await wantedTags(installation, builder);
  const known = await imagesBuilt(builder.engine, wanted, graceMs);
  if (dryRun) return { dryRun, graceMs, removed: known.filter(({ use }) => use === 'none'), left: [] };
  return { dryRun, graceMs, ...(await removeImages(builder.engine, known)) };
}

/** The database does not answer. */
class NoDatabase extends Problem {}

async function openOwn({ config, postgres }: Installation) {
  try {
    return await openDatabase(config.databaseUrl ?? (await urlOf(postgres, 'vocr')), 1);
  } catch (error) {
    throw new NoDatabase(
      `The database does not answer, so nothing is known to be unneeded: ${messageOf(error)}`,
      { mend: 'start VOCR first: npm start', cause: error },
    );
  }
}

/** Whether the platform or a scenario of the catalogue needs the image with a tag. */
async function wantedTags(
  installation: Installation,
  { images }: Builder,
): Promise<(tag: string) => boolean> {
  const { config } = installation;
  const policy = await loadPolicy(config.policy);
  const db = await openOwn(installation);
  try {
    const tags = new Set<string>();
    /** Repositories of which it cannot be told which image is wanted. */
    const whole = new Set<string>();
    const want = (found: string[] | undefined, repository: string) => {
      if (!found) whole.add(repository);
      for (const tag of found ?? []) tags.add(tag);
    };
    for (const name of await platformNames(installation)) {
      want(await images.platformTags(name), `vocr/${name}`);
    }
    for (const pack of await new ScenarioPacks(db, policy).list()) {
      want(await images.tagsOf(pack), `vocr/lab-${pack.scenario.id}`);
    }
    return (tag) => tags.has(tag) || whole.has(tag.slice(0, tag.lastIndexOf(':')));
  } finally {
    await db.destroy();
  }
}

const uses: Record<ImageUse, string> = {
  container: 'used by containers',
  wanted: 'wanted by the catalogue',
  name: 'has a name of someone else',
  young: 'young',
  none: 'needed by nothing',
  unknown: 'not known: the database does not answer',
};

/** The list as people read it. */
export function formatKnown(images: readonly KnownImage[]): string {
  if (images.length === 0) return 'VOCR has built no image on this engine.';
  const lines = images.map(lineOf);
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines.map(({ name, about }) => `${name.padEnd(width)}  ${about}`).join('\n');
}

/** The report of a prune as people read it. */
export function formatPrune({ dryRun, graceMs, removed, left }: PruneReport): string {
  const older = `older than ${formatElapsed(graceMs)}`;
  return [
    ...removed.map((image) => `${dryRun ? 'would remove' : 'removed'} ${lineOf(image).name}`),
    ...left.map(({ image, why }) => `✗ cannot remove ${lineOf(image).name}: ${why}`),
    removed.length === 0
      ? `No image that VOCR built is needed by nothing and ${older}.`
      : `${removed.length} ${dryRun ? 'would be' : 'were'} removed: what nothing needs and is ${older}.`,
  ].join('\n');
}

function lineOf({ repository, tags, id, size, ageMs, use }: KnownImage): { name: string; about: string } {
  const short = id.replace('sha256:', '').slice(0, 12);
  const name =
    tags.find((tag) => tag.startsWith(platformPrefix)) ?? tags[0] ?? `a stage of ${repository} (${short})`;
  const about = `${short}  ${formatBytes(size).padStart(7)}  ${formatElapsed(ageMs).padStart(12)} old  ${uses[use]}`;
  return { name, about };
}
