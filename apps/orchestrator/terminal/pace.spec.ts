import { expect, it } from 'vitest';
import { Pace } from './pace.js';

it('lets so much pass at once, then the rate', () => {
  const pace = new Pace(1_000, 500);
  expect(pace.take(500, 0)).toBe(0);
  expect(pace.take(250, 0)).toBe(250);
  expect(pace.take(1_000, 250)).toBe(1_000);
});

it('saves no more than may come at once, however long nothing came', () => {
  const pace = new Pace(1_000, 500);
  expect(pace.take(600, 60_000)).toBe(100);
  expect(pace.take(500, 3_600_000)).toBe(0);
});

it('holds the mean of a flood to the rate', () => {
  const pace = new Pace(1_000, 500);
  let now = 0;
  let sent = 0;
  while (now < 100_000) {
    now += pace.take(64, now);
    sent += 64;
  }
  expect(sent / 100).toBeGreaterThan(950);
  expect(sent / 100).toBeLessThan(1_050);
});
