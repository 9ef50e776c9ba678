import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt, stoppedClock, turnClock, type Clock } from './clock.js';

const started = turnClock(stoppedClock, 1_000, { running: true });

describe('the clock', () => {
  it.each([
    ['stands before it starts', stoppedClock, 9_999, 0],
    ['is at nought when it starts', started, 1_000, 0],
    ['goes with the wall', started, 1_500, 500],
    ['stands once stopped', turnClock(started, 3_000, { running: false }), 9_000, 2_000],
    [
      'goes on from where it stood',
      turnClock(turnClock(started, 3_000, { running: false }), 5_000, { running: true }),
      5_100,
      2_100,
    ],
    ['goes faster, from then on', turnClock(started, 2_000, { speed: 4 }), 2_500, 1_000 + 4 * 500],
    ['is whole milliseconds', turnClock(started, 2_000, { speed: 0.5 }), 2_333, 1_167],
    ['does not turn back with the wall', started, 400, 0],
  ] as [string, Clock, number, number][])('%s', (_, clock, now, expected) => {
    expect(clockAt(clock, now)).toBe(expected);
  });

  it('never jumps when it is turned, whatever is turned', () => {
    const turn = fc.record({
      wait: fc.integer({ min: -5_000, max: 1e7 }),
      running: fc.boolean(),
      speed: fc.double({ min: 0.1, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        let [clock, now] = [started, 1_000];
        for (const { wait, ...change } of turns) {
          now += wait;
          const before = clockAt(clock, now);
          expect(before).toBeGreaterThanOrEqual(clock.base);
          clock = turnClock(clock, now, change);
          expect(clockAt(clock, now)).toBe(before);
        }
      }),
    );
  });
});
