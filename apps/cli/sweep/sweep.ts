import { knownRanges, openDatabase, readSettings } from '#persistence';
import { connectEngine, EngineError, holdVolumeOf, sweep, type Stray, type Swept } from '#range';
import { tryEngine, whyOf } from '../engine/ensure-engine.js';
import type { Installation } from '../installation/installation.js';
import { urlOf } from '../postgres/postgres.js';
import { messageOf, Problem } from '../reporting/problem.js';
import { formatElapsed } from '../reporting/steps.js';

/** What a sweep of an engine removed, or would remove. */
export interface SweepReport {
  dryRun: boolean;
  /** Age from which things are removed, ms. */
  graceMs: number;
  removed: Stray[];
  /** What belongs to nothing and could not be removed. */
  left: Swept['left'];
}

/**
 * Removes from the engine what this installation made and its database does not know, once it is older than the grace. Ranges
 * of whatever host stay: which host's engine this is only its worker knows for sure.
 * @throws Problem when the database or the engine does not answer: what is not known to be unknown stays
 */
export async function sweepHost(installation: Installation, dryRun: boolean): Promise<SweepReport> {
  const { config, postgres } = installation;
  const engine = connectEngine(config.engine);
  const facts = await tryEngine(engine);
  if (facts instanceof EngineError) {
    throw new Problem(`No Docker engine answers at ${engine.address}: ${whyOf(facts)}`);
  }
  const url = config.databaseUrl ?? (await urlOf(postgres, 'vocr'));
  const db = await openDatabase(url, 1).catch((error: unknown) => {
    throw new Problem(
      `The database does not answer, so nothing is known to be unknown: ${messageOf(error)}`,
      {
        mend: 'start VOCR first: npm start; or remove everything: npx vocr down',
        cause: error,
      },
    );
  });
  try {
    const { installation: id } = await readSettings(db);
    const { strays, left } = await sweep(engine, {
      installation: id,
      known: () => knownRanges(db, undefined),
      graceMs: config.sweepGrace,
      holdVolume: await holdVolumeOf(id),
      dryRun,
    });
    return { dryRun, graceMs: config.sweepGrace, removed: strays, left };
  } finally {
    await db.destroy();
  }
}

/** The report as people read it. */
export function formatSweep({ dryRun, graceMs, removed, left }: SweepReport): string {
  const about = ({ kind, name, range, ageMs }: Stray) =>
    `${kind} ${name}${range ? ` of range ${range}` : ''}, ${formatElapsed(ageMs)} old`;
  const older = `older than ${formatElapsed(graceMs)}`;
  const sum =
    removed.length === 0
      ? `Nothing on the engine belongs to no range and is ${older}.`
      : `${removed.length} ${dryRun ? 'would be' : 'were'} removed: what belongs to no range and is ${older}.`;
  return [
    ...removed.map((stray) => `${dryRun ? 'would remove' : 'removed'} ${about(stray)}`),
    ...left.map((stray) => `✗ cannot remove ${about(stray)}: ${stray.why}`),
    sum,
  ].join('\n');
}
