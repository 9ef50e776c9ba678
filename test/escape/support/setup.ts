import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPrivateEngine } from '../../support/private-engine.js';
import { formatTally, readTally } from './tally.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The engine that is attacked, as DOCKER_HOST. */
    attackedEngine: string;
    /** File in which tests write what they tried. */
    tally: string;
  }
}

/**
 * An engine of the suite's own, in a network of its own: what is taken away there, no other installation misses.
 * `VOCR_TEST_ENGINE` names another one, e.g. of another version.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-escape-'));
  const tally = join(folder, 'tally');
  const named = process.env.VOCR_TEST_ENGINE;
  const own = named === undefined ? await startPrivateEngine({ name: 'escape' }) : undefined;
  project.provide('attackedEngine', named ?? own!.host);
  project.provide('tally', tally);
  return async () => {
    const text = await readFile(tally, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    console.log(`\nescape: ${formatTally(readTally(text))}`);
    await own?.stop();
    await rm(folder, { recursive: true });
  };
}
