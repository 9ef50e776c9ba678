import { describe, expect, it } from 'vitest';
import { mostRepairs, repairWait } from './repairs.js';

const minute = 60_000;
/** Times at which a range broke, a minute apart, the last at 0. */
const times = (n: number) => Array.from({ length: n }, (_, i) => (i - n + 1) * minute);

describe('repairWait', () => {
  it('repairs at once the first time, then after twice as long a wait each time', () => {
    expect([1, 2, 3, 4, 5].map((n) => repairWait(times(n), 0))).toEqual([0, 2_000, 4_000, 8_000, 16_000]);
  });

  it('counts what has been waited already', () => {
    expect(repairWait(times(3), 1_500)).toBe(2_500);
    expect(repairWait(times(3), 4_000)).toBe(0);
    expect(repairWait(times(3), 9_000)).toBe(0);
  });

  it('never waits longer when the clock steps back', () => {
    expect(repairWait(times(3), -60 * minute)).toBe(4_000);
  });

  it('gives up when it breaks once more after the most repairs', () => {
    expect(repairWait(times(mostRepairs), 0)).not.toBe('give-up');
    expect(repairWait(times(mostRepairs + 1), 0)).toBe('give-up');
  });

  it('forgets what is ten minutes past', () => {
    const long = [-50, -40, -30, -20, -11, -10, 0].map((n) => n * minute);
    expect(repairWait(long, 0)).toBe(0);
  });

  it('does not wait for what never broke', () => {
    expect(repairWait([], 0)).toBe(0);
  });
});
