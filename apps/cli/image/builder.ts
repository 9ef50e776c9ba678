import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFolder, loadPolicy } from '#persistence';
import { connectEngine, EngineError, Images, type Engine } from '#range';
import { tryEngine, whyOf } from '../engine/ensure-engine.js';
import type { Installation } from '../installation/installation.js';
import { freeBytes } from '../machine/disk.js';
import { Problem } from '../reporting/problem.js';

/** The builder of images, on an engine that answers. */
export interface Builder {
  engine: Engine;
  images: Images;
}

/**
 * Puts together what builds images as the worker does.
 * @throws Problem when the engine does not answer; InvalidPolicy
 */
export async function findBuilder({ config }: Installation): Promise<Builder> {
  const { network } = (await loadPolicy(config.policy)).builds;
  const engine = connectEngine(config.engine);
  const facts = await tryEngine(engine);
  if (facts instanceof EngineError) {
    throw new Problem(`No Docker engine answers at ${engine.address}: ${whyOf(facts)}`, {
      mend: 'npm start installs and starts one where there is none',
    });
  }
  const images = new Images(engine, {
    platform: (name) => findFolder(join(config.images, name)),
    network,
    freeDisk: async () => (engine.isLocal ? freeBytes(facts.rootFolder) : undefined),
  });
  return { engine, images };
}

/** The host helper is made by whoever needs it, and nothing is built on it. */
const apart = ['helper'];

/** Names of the platform's images, without `vocr/`. */
export async function platformNames({ config }: Installation): Promise<string[]> {
  const entries = await readdir(config.images, { withFileTypes: true });
  return entries
    .filter((e) => e.isDirectory() && !apart.includes(e.name))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(config.images, name, 'Dockerfile')))
    .sort();
}
