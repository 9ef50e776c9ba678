import { describe, expect, it } from 'vitest';
import { durationMs, sizeBytes } from './units.js';

describe('units', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['90m', 5_400_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('%s is %i ms', (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each([
    ['256M', 268_435_456],
    ['2G', 2_147_483_648],
  ])('%s is %i bytes', (text, bytes) => expect(sizeBytes(text)).toBe(bytes));

  it('refuses anything else', () => {
    for (const text of ['', '5', 'm', '-5m', '1.5h', '5 m', '5M'])
      expect(() => durationMs(text)).toThrow(RangeError);
    for (const text of ['', '5', '5K', '5m']) expect(() => sizeBytes(text)).toThrow(RangeError);
  });
});
