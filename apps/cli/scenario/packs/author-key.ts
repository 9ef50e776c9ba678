import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprintOf, publicKeyOf } from '#scenario';
import { codeOf, messageOf, Problem } from '../../reporting/problem.js';

/** The key that an author signs packs with. */
export interface AuthorKey {
  key: KeyObject;
  fingerprint: string;
  file: string;
  /** True when there was none and it was made now. */
  isNew: boolean;
}

/** Where an author's own key is kept: in their folder of settings, outside every checkout. */
export function usualKeyFile(env: NodeJS.ProcessEnv = process.env): string {
  const settings = env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  return join(settings, 'vocr', 'author-key.pem');
}

/**
 * The author's key; makes it when there is none.
 * @param file where it is; without it the usual place
 * @throws Problem when it cannot be read or made, is no Ed25519 key, or others can read it
 */
export async function authorKey(file = usualKeyFile()): Promise<AuthorKey> {
  const isNew = await makeWhenMissing(file);
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      throw new Problem(`Others can read the key ${file}, so it may no longer be yours alone.`, {
        mend: `chmod 600 '${file}'; when it may have been read, move it away and sign with a new one`,
      });
    }
    const key = createPrivateKey(await readFile(file));
    return { key, fingerprint: fingerprintOf(publicKeyOf(key)), file, isNew };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${file} is no private Ed25519 key: ${messageOf(error)}`, {
      mend: 'name another file with --key; one that is not there yet is made',
      cause: error,
    });
  }
}

async function makeWhenMissing(file: string): Promise<boolean> {
  try {
    await stat(file);
    return false;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new Problem(`The key ${file} cannot be read: ${messageOf(error)}`);
  }
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
    const handle = await open(file);
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    throw new Problem(`The key ${file} cannot be made: ${messageOf(error)}`, { cause: error });
  }
  return true;
}
