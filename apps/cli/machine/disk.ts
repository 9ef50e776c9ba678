import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, Problem } from '../reporting/problem.js';

/** Bytes that must be free for VOCR to start. */
export const leastFree = 2_000_000_000;

/** Bytes free for this user on the file system of a folder, which need not be there yet; undefined when not on this machine. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return undefined;
    if (codeOf(error) !== 'ENOENT') throw error;
    return dirname(folder) === folder ? undefined : freeBytes(dirname(folder));
  }
}

/** A number of bytes as people read it, e.g. `1.4 GB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * Refuses to go on with a disk that is nearly full.
 * @param what what the folder is, e.g. "VOCR's data"
 * @throws Problem with the figures
 */
export async function demandSpace(folder: string, what: string, mend: string): Promise<number | undefined> {
  const free = await freeBytes(folder);
  if (free !== undefined && free < leastFree) {
    throw new Problem(
      `The disk is nearly full: ${formatBytes(free)} free for ${what} in ${folder}, and VOCR needs ${formatBytes(leastFree)}.`,
      { mend },
    );
  }
  return free;
}
