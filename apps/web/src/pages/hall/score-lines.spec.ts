import { describe, expect, it } from 'vitest';
import { heightOf, scoreLine, stepPath } from './score-lines.js';

describe('scoreLine', () => {
  it('adds up what moved the score, in order of the clock, up to the moment asked for', () => {
    const moves = [
      { points: -15, clock: 2_000 },
      { points: 100, clock: 1_000 },
    ];
    expect(scoreLine(moves, 5_000)).toEqual([
      { clock: 0, score: 0 },
      { clock: 1_000, score: 100 },
      { clock: 2_000, score: 85 },
      { clock: 5_000, score: 85 },
    ]);
  });

  it('has one point for what happened at one moment', () => {
    const moves = [
      { points: 100, clock: 1_000 },
      { points: 20, clock: 1_000 },
    ];
    expect(scoreLine(moves, 1_000)).toEqual([
      { clock: 0, score: 0 },
      { clock: 1_000, score: 120 },
    ]);
  });

  it('stays at 0 for who has nothing yet, and begins with what moved at the start', () => {
    expect(scoreLine([], 0)).toEqual([{ clock: 0, score: 0 }]);
    expect(scoreLine([{ points: 5, clock: 0 }], 10)).toEqual([
      { clock: 0, score: 5 },
      { clock: 10, score: 5 },
    ]);
  });
});

describe('stepPath', () => {
  const scale = { width: 100, height: 50, clock: 1_000, lowest: 0, highest: 100 };

  it('steps where the score changes and never slopes', () => {
    const line = [
      { clock: 0, score: 0 },
      { clock: 500, score: 100 },
      { clock: 1_000, score: 100 },
    ];
    expect(stepPath(line, scale)).toBe('M0 50H50V0H100V0');
  });

  it('has room for a score below zero', () => {
    expect(heightOf(-100, { ...scale, lowest: -100 })).toBe(50);
    expect(heightOf(0, { ...scale, lowest: -100 })).toBe(25);
  });

  it('draws a flat line at the bottom when nobody has a point', () => {
    const flat = { ...scale, clock: 0, highest: 0 };
    expect(stepPath([{ clock: 0, score: 0 }], flat)).toBe('M0 50');
  });
});
