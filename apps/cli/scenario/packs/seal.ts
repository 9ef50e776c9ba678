import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ArchiveError, type Scenario, sealPack } from '#scenario';
import { FoundWrong } from '../../reporting/found-wrong.js';
import { describeProblem, Problem } from '../../reporting/problem.js';
import { formatFault, isError, readScenario } from '../read.js';
import { type AuthorKey, authorKey } from './author-key.js';

/** A folder that was validated and signed. */
export interface Sealed {
  scenario: Scenario;
  archive: Buffer;
  digest: string;
  key: AuthorKey;
}

/**
 * Validates a scenario's folder and signs it with the author's key.
 * @param keyFile without it the author's usual one
 * @throws FoundWrong when it does not validate, its faults told; Problem when it holds what a pack cannot
 */
export async function sealFolder(folder: string, keyFile: string | undefined): Promise<Sealed> {
  const { scenario, files, problems } = await readScenario(folder);
  if (!scenario) {
    const faults = problems.filter(isError).map((fault) => formatFault(folder, fault));
    const told = new Problem(`${folder} cannot be packed before it is valid.`, { tail: faults });
    process.stderr.write(`${describeProblem(told)}\n`);
    throw new FoundWrong();
  }
  await demandPlain(folder);
  const key = await authorKey(keyFile);
  try {
    const { archive, digest } = sealPack(files, scenario, key.key);
    return { scenario, archive, digest, key };
  } catch (error) {
    if (error instanceof ArchiveError) throw new Problem(`${folder} cannot be packed: ${error.message}.`);
    throw error;
  }
}

/** Links and the like are not part of a scenario: a pack without them would be another than the author sees. */
async function demandPlain(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const strange = entries.filter((entry) => !entry.isFile() && !entry.isDirectory());
  if (strange.length === 0) return;
  const paths = strange.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  throw new Problem(`${folder} holds what is no plain file: ${paths.slice(0, 10).join(', ')}.`, {
    mend: 'put the file itself in place of each link, and remove what else it is',
  });
}
