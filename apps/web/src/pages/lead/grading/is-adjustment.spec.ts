import { expect, it } from 'vitest';
import { isAdjustment } from './is-adjustment.js';

it.each([
  ['5', true],
  ['-5', true],
  ['+5', true],
  [' 5 ', true],
  ['100000', true],
  ['100001', false],
  ['0', false],
  ['-0', false],
  ['1.5', false],
  ['', false],
  ['five', false],
])('%j: %s', (text, is) => {
  expect(isAdjustment(text)).toBe(is);
});
