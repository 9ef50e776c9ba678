import { statfs } from 'node:fs/promises';
import { formatBytes, freeBytes, leastFree } from '../machine/disk.js';
import { codeOf } from '../reporting/problem.js';
import type { Verdict } from './finding.js';

/** Files that images and containers of a class want to make. */
const leastInodes = 100_000;

/** Judges the room on the file system of a folder. */
export async function diskLook(folder: string): Promise<Verdict> {
  const free = await freeBytes(folder);
  if (free === undefined) return { verdict: 'ok', found: `${folder} cannot be seen from here` };
  const found = `${formatBytes(free)} free in ${folder}`;
  if (free < leastFree)
    return { verdict: 'fail', found, mend: `free some space: ${formatBytes(leastFree)} are needed` };
  if (free < 5 * leastFree)
    return { verdict: 'warn', found, mend: 'lab images and recordings will want more' };
  return { verdict: 'ok', found };
}

/** Judges how many files can still be made on the file system of a folder. */
export async function inodeLook(folder: string): Promise<Verdict> {
  try {
    const { files, ffree } = await statfs(folder);
    return inodeVerdict(folder, files, ffree);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
    return { verdict: 'ok', found: `${folder} cannot be seen from here` };
  }
}

/** @param total 0 where the file system makes inodes as it needs them */
export function inodeVerdict(folder: string, total: number, free: number): Verdict {
  if (total === 0) return { verdict: 'ok', found: `${folder} has as many as its disk holds` };
  const found = `${free} of ${total} free in ${folder}`;
  if (free >= leastInodes) return { verdict: 'ok', found };
  return {
    verdict: free < leastInodes / 10 ? 'fail' : 'warn',
    found,
    mend: `at least ${leastInodes} are better: remove images that nobody uses (docker image prune -a), or give Docker another disk`,
  };
}
