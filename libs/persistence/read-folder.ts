import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Every regular file below a folder, by its path with `/`. Links are left out: a scenario must not reach outside itself. */
export async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries.filter((e) => e.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return files;
}

/** The same of a folder that need not be there: undefined when it is not. */
export async function findFolder(folder: string): Promise<Map<string, Uint8Array> | undefined> {
  try {
    return await readFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
