import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Draw } from './draw.js';

describe('Draw', () => {
  it('is HMAC-SHA256 of the label, then of the label with a counter', () => {
    const block = (label: string) => createHmac('sha256', 'k').update(label).digest();
    expect(new Draw('k', 'l').bytes(70)).toEqual(
      Buffer.concat([block('l'), block('l#1'), block('l#2')]).subarray(0, 70),
    );
  });

  it('draws as often from one half as from the other, also where the bytes do not divide evenly', () => {
    // 8.5 times this is all that 7 bytes can say: without drawing again the lower half would come 53 times of 100.
    const below = Math.floor(2 ** 56 / 8.5);
    const draw = new Draw('k', 'halves');
    const low = Array.from({ length: 20_000 }, () => draw.below(below)).filter(
      (number) => number < below / 2,
    );
    expect(Math.abs(low.length - 10_000)).toBeLessThan(350);
  });

  it('draws every value of a small range, and of a range of one', () => {
    const draw = new Draw('k', 'small');
    expect(new Set(Array.from({ length: 100 }, () => draw.below(3)))).toEqual(new Set([0, 1, 2]));
    expect(draw.below(1)).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 54])('refuses to draw below %d', (below) => {
    expect(() => new Draw('k', 'l').below(below)).toThrow(RangeError);
  });
});
