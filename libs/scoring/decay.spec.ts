import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAfter } from './decay.js';

type Curve = 'static' | 'linear' | 'logarithmic' | 'exponential' | 'tanh';
const value = (curve: Curve, points: number, minimum: number, pace: number, solves: number) =>
  valueAfter({ points, decay: { function: curve, minimum, solves: pace } }, solves);
const values = (curve: Curve, points: number, minimum: number, pace: number, solves: number[]) =>
  solves.map((count) => value(curve, points, minimum, pace, count));

/** What each source's own program gives for these, run apart from ours. */
describe('a value that falls with each solve', () => {
  it('linear: as CTFd, 500 falling by 10 a solve to 100', () =>
    expect(values('linear', 500, 100, 40, [0, 1, 2, 11, 41, 60])).toEqual([500, 500, 490, 400, 100, 100]));
  it('linear: rounded up, as CTFd does', () =>
    expect(values('linear', 100, 1, 20, [0, 1, 2, 11, 20, 21, 25])).toEqual([100, 100, 96, 51, 6, 1, 1]));
  it('logarithmic: as CTFd, whose own test has 100 reach 1 with a decay of 20', () =>
    expect(values('logarithmic', 100, 1, 20, [0, 1, 2, 11, 20, 21, 25])).toEqual([
      100, 100, 100, 76, 11, 1, 1,
    ]));
  it('logarithmic: as CTFd, 500 to 100 with a decay of 50', () =>
    expect(values('logarithmic', 500, 100, 50, [1, 2, 10, 26, 51, 60])).toEqual([
      500, 500, 488, 400, 100, 100,
    ]));
  it('exponential: as GZ::CTF with its rate of 0.25 and its difficulty of 5', () =>
    expect(values('exponential', 1000, 250, 5, [0, 1, 2, 6, 11, 21, 100])).toEqual([
      1000, 1000, 864, 525, 351, 263, 250,
    ]));
  it('tanh: as rCTF, from 500 to 100 at 50 solves', () =>
    expect(values('tanh', 500, 100, 50, [0, 1, 5, 10, 25, 50, 80])).toEqual([
      500, 493, 458, 403, 213, 100, 100,
    ]));
  it('static: stays what it is', () => expect(values('static', 500, 100, 5, [0, 9])).toEqual([500, 500]));
  it('is what the task says when nothing falls, or there is no way down', () => {
    expect(valueAfter({ points: 70, decay: undefined }, 9)).toBe(70);
    expect(value('linear', 70, 70, 1, 9)).toBe(70);
    expect(value('tanh', 70, 90, 1, 9)).toBe(70);
    expect(value('exponential', 0, 0, 1, 9)).toBe(0);
  });

  it('never rises, is whole, and stays between the least and the most', () => {
    const curve = fc.constantFrom<Curve>('static', 'linear', 'logarithmic', 'exponential', 'tanh');
    const [points, pace, solves] = [
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.nat(2_000),
    ];
    fc.assert(
      fc.property(
        curve,
        points,
        fc.double({ min: 0, max: 1, noNaN: true }),
        pace,
        solves,
        (kind, top, part, wide, n) => {
          const minimum = Math.floor(top * part);
          const [now, next] = [value(kind, top, minimum, wide, n), value(kind, top, minimum, wide, n + 1)];
          expect(Number.isInteger(now)).toBe(true);
          expect(next).toBeLessThanOrEqual(now);
          expect(now).toBeLessThanOrEqual(top);
          // GZ::CTF rounds down, of a rate that is a fraction.
          expect(now).toBeGreaterThanOrEqual(kind === 'exponential' ? minimum - 1 : minimum);
        },
      ),
    );
  });
});
