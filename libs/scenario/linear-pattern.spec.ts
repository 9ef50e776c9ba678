import { describe, expect, it } from 'vitest';
import { linearFault, matchesPattern } from './linear-pattern.js';

describe('a pattern', () => {
  it.each([
    ['a part of the text', 'b+', 'abbc', {}, true],
    ['not a part where the whole is wanted', 'b+', 'abbc', { whole: true }, false],
    ['the whole, by any of its alternatives', 'ab|abc', 'abc', { whole: true }, true],
    ['capitals as they are', 'vocr', 'VOCR', {}, false],
    ['whatever its capitals, Vietnamese ones too', 'đường', 'ĐƯỜNG', { ignoreCase: true }, true],
    ['letters of any language', '^\\p{L}+$', 'tiếng', {}, true],
    ['a named group and escapes of JavaScript', '(?<year>\\d{4})\\-\\u00e0', '2026-à', { whole: true }, true],
  ] as const)('matches %s', (_, pattern, text, how, matches) => {
    expect(matchesPattern(pattern, text, how)).toBe(matches);
  });

  it.each(['(a+)+b', '(a|a)*b', '(.*)*b', '.*.*.*.*.*b', '(a|aa)+b'])(
    'such as %s takes no longer for a text that is made to hold it up',
    (pattern) => {
      const begun = performance.now();
      expect(matchesPattern(pattern, 'a'.repeat(1_000), { whole: true })).toBe(false);
      expect(performance.now() - begun).toBeLessThan(5_000);
    },
  );

  it.each(['(a)\\1', 'a(?=b)', '(?<!a)b', '((a{1000}){1000})'])(
    '%s is told as one that has no bound',
    (pattern) => {
      expect(linearFault(pattern)).toMatch(/^cannot be matched in a bounded time \(.+\): write it without/);
    },
  );

  it('keeps no more compiled patterns than it may, and still knows the first', () => {
    for (let n = 0; n < 600; n += 1)
      expect(matchesPattern(`a{${n}}`, 'a'.repeat(n), { whole: true })).toBe(true);
    expect(matchesPattern('a{0}', '', { whole: true })).toBe(true);
  });
});
