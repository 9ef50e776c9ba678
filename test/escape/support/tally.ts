import { appendFile } from 'node:fs/promises';

/** What was tried, over all files of the suite. */
export interface Tally {
  /** Attempts on what all controls guard. */
  probes: number;
  gotThrough: number;
  /** Controls taken away one by one. */
  takenAway: number;
  /** Of these, those without which the attempt got through. */
  noticed: number;
}

export const emptyTally: Tally = { probes: 0, gotThrough: 0, takenAway: 0, noticed: 0 };

/** Adds to the tally in a file, which processes share. */
export async function count(file: string, part: Partial<Tally>): Promise<void> {
  await appendFile(file, `${JSON.stringify(part)}\n`);
}

export function readTally(text: string): Tally {
  const sum = { ...emptyTally };
  for (const line of text.split('\n').filter(Boolean)) {
    for (const [key, value] of Object.entries(JSON.parse(line) as Partial<Tally>))
      sum[key as keyof Tally] += value;
  }
  return sum;
}

export const formatTally = ({ probes, gotThrough, takenAway, noticed }: Tally) =>
  `${probes} probes, ${gotThrough} got through; ${takenAway} controls taken away, ${noticed} noticed`;
