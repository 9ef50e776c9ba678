import { expect, it } from 'vitest';
import { Turns } from './turns.js';

/** Works that end when told to, and who began. */
function works() {
  const began: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (n: number) => () => {
    began.push(n);
    return new Promise<void>((resolve, reject) => {
      ends[n] = (error) => (error ? reject(error) : resolve());
    });
  };
  return { began, ends, work };
}

it('lets so many go on at a time, and the others in their order, also after one that failed', async () => {
  const turns = new Turns(2);
  const { began, ends, work } = works();
  const all = [0, 1, 2, 3, 4].map((n) => turns.take(work(n)));
  expect(began).toEqual([0, 1]);
  const failed = expect(all[1]).rejects.toThrow('broken');
  ends[1]!(new Error('broken'));
  await failed;
  await expect.poll(() => began).toEqual([0, 1, 2]);
  ends[0]!();
  ends[2]!();
  await expect.poll(() => began).toEqual([0, 1, 2, 3, 4]);
  ends[3]!();
  ends[4]!();
  await Promise.all([all[0], all[2], all[3], all[4]]);
  const after = [5, 6, 7].map((n) => turns.take(work(n)));
  expect(began.slice(5)).toEqual([5, 6]);
  for (const n of [5, 6]) ends[n]!();
  await expect.poll(() => began.includes(7)).toBe(true);
  ends[7]!();
  await Promise.all(after);
});
