import { describe, expect, it } from 'vitest';
import { GrowingFolds } from './growing-folds.js';

const soon = async <T>(value: T) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return value;
};

describe('what is kept', () => {
  it('grows one step at a time, each from the one before', async () => {
    const folds = new GrowingFolds<number[]>(5);
    const step =
      (n: number) =>
      (known: number[] = []) =>
        soon([...known, n]);
    const all = await Promise.all([1, 2, 3].map((n) => folds.grow('a', step(n))));
    expect(all).toEqual([[1], [1, 2], [1, 2, 3]]);
    expect(await folds.get('a')).toEqual([1, 2, 3]);
  });

  it('is forgotten when it fails, and begun anew', async () => {
    const folds = new GrowingFolds<number>(5);
    await folds.grow('a', () => soon(1));
    await expect(folds.grow('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(folds.get('a')).toBeUndefined();
    expect(await folds.grow('a', (known) => soon(known ?? 7))).toBe(7);
  });

  it('is let go when others are used more lately', async () => {
    const folds = new GrowingFolds<string>(2);
    for (const key of ['a', 'b', 'a', 'c']) await folds.grow(key, () => soon(key));
    expect([folds.get('a'), folds.get('b'), folds.get('c')].map((one) => one !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
