import { expect, it } from 'vitest';
import { durationMs } from './kernel-time.js';

it.each([
  ['1h', 3_600_000],
  ['59m58s123ms', 3_598_123],
  ['1d2h3m4s5ms', 93_784_005],
  ['7ms', 7],
])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

it.each(['', '5', 'soon', '5s later'])('%j is no duration', (text) =>
  expect(() => durationMs(text)).toThrow('is no duration'),
);
