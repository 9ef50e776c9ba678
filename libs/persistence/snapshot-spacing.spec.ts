import { describe, expect, it } from 'vitest';
import { spacingFor } from './snapshot-spacing.js';

const megabyte = 2 ** 20;

describe('the spacing of snapshots', () => {
  it('is a thousand events at first', () => {
    expect(spacingFor(0, 0)).toBe(1_000);
    expect(spacingFor(1_024_000, 10_000)).toBe(1_000);
  });

  it('doubles as the log grows, so that there are never more than 1,024', () => {
    expect(spacingFor(1_024_001, 10_000)).toBe(2_000);
    expect(spacingFor(5_000_000, 1)).toBe(8_000);
    for (const head of [1_000, 300_000, 1_000_000, 50_000_000]) {
      expect(head / spacingFor(head, 1)).toBeLessThanOrEqual(1_024);
    }
  });

  it('doubles as they grow, so that they take no more than 128 MB together', () => {
    expect(spacingFor(100_000, 2 * megabyte)).toBe(2_000);
    expect(spacingFor(1_000_000, 4 * megabyte)).toBe(32_000);
  });
});
