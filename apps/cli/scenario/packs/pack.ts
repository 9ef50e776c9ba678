import { writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { print, printJson } from '../../reporting/print.js';
import { messageOf, Problem } from '../../reporting/problem.js';
import { authorKey, type AuthorKey } from './author-key.js';
import { formatBytes } from './describe-pack.js';
import { sealFolder } from './seal.js';

export interface PackOptions {
  out?: string;
  /** File of the key to sign with. */
  key?: string;
  json?: boolean;
}

/**
 * `vocr scenario pack`: a scenario's folder as a signed archive, the same bytes each time.
 * @throws FoundWrong for a scenario that does not validate, its faults told; Problem
 */
export async function packScenario(folder: string, { out, key: keyFile, json }: PackOptions): Promise<void> {
  const { scenario, archive, digest, key } = await sealFolder(folder, keyFile);
  const { id, version } = scenario;
  const file = out ?? `${id}-${version}.vocr`;
  if (!relative(resolve(folder), resolve(file)).startsWith('..')) {
    throw new Problem(`${file} would lie in the scenario's own folder, and so in the next pack.`, {
      mend: `name another place: --out ../${id}-${version}.vocr`,
    });
  }
  try {
    await writeFile(file, archive);
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  if (json) return printJson({ id, version, digest, signer: key.fingerprint, file, bytes: archive.length });
  print(
    [
      `✓ ${id}@${version}: ${file} (${formatBytes(archive.length)})`,
      `  content    ${digest}`,
      `  signed by  ${key.fingerprint}`,
      ...toldOnce(key),
    ].join('\n'),
  );
}

/** `vocr scenario key`: names the key that packs are signed with; makes it when there is none. @throws Problem */
export async function showKey({ key: keyFile, json }: Pick<PackOptions, 'key' | 'json'>): Promise<void> {
  const key = await authorKey(keyFile);
  const { fingerprint, file } = key;
  if (json) return printJson({ fingerprint, file });
  print([fingerprint, `  in ${file}`, ...toldOnce(key)].join('\n'));
}

/** What the author has to know of a key that was made just now. */
export function toldOnce({ isNew, file }: AuthorKey): string[] {
  if (!isNew) return [];
  return [
    `  This key was made now, in ${file}. Keep a copy in a safe place and show it to nobody:`,
    '  whoever has it signs as you, and versions signed by another key are not taken without asking.',
  ];
}
