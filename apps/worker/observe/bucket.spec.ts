import { describe, expect, it } from 'vitest';
import { Bucket } from './bucket.js';

describe('a bucket', () => {
  it('lets so many through at once, and then so many a second', () => {
    let now = 0;
    const bucket = new Bucket(3, 2, () => now);
    const taken = (count: number) =>
      Array.from({ length: count }, () => bucket.take()).filter(Boolean).length;
    expect(taken(10)).toBe(3);
    now = 499;
    expect(taken(10)).toBe(0);
    now = 1_000;
    expect(taken(10)).toBe(2);
    now = 3_600_000;
    expect(taken(10)).toBe(3);
  });

  it('gives nothing for a clock that was set back', () => {
    let now = 10_000;
    const bucket = new Bucket(1, 1, () => now);
    bucket.take();
    now = 0;
    expect(bucket.take()).toBe(false);
    now = 1_000;
    expect(bucket.take()).toBe(true);
  });
});
