import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ignoredBy } from './ignored.js';

describe('what a .dockerignore keeps out', () => {
  it.each([
    ['*.md', ['a.md'], ['a/b.md', 'a.mdx']],
    ['**/*.md', ['a.md', 'a/b.md', 'a/b/c.md'], ['a/md']],
    ['node_modules', ['node_modules/x/y'], ['a/node_modules/x', 'node_modules2']],
    ['/build/', ['build/x'], ['a/build/x']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z/deep'], ['b/a/z']],
    ['**', ['a', 'a/b'], []],
    ['*\n!keep', ['a', 'keeper', '.hidden'], ['keep', 'keep/all']],
    ['docs\n!docs/a.md\n*.md', ['docs/b.md', 'c.md'], ['docs/a.md']],
    ['# docs\n\n  a?c  ', ['abc', 'a#c'], ['ac', 'abbc', '# docs']],
    ['[a-c]x[^0-9]', ['axx', 'cx-'], ['dxx', 'ax1']],
    ['a\\*b', ['a*b'], ['axb']],
    ['*a*b*c', ['xaxbxc', 'abc'], ['acb']],
  ])('%j', (text, out, kept) => {
    const isIgnored = ignoredBy(text);
    expect([...out, ...kept].filter(isIgnored)).toEqual(out);
  });

  it('is never slow to tell, nor refused, but for too many patterns', () => {
    expect(ignoredBy(`${'*a'.repeat(100)}b`)('a'.repeat(255))).toBe(false);
    expect(ignoredBy(`${'**/'.repeat(100)}b`)('a/'.repeat(127))).toBe(false);
    expect(() => ignoredBy('a\n'.repeat(501))).toThrow('has 501 patterns, may have 500');
    const sign = fc.constantFrom(
      '*',
      '**',
      '?',
      '[',
      ']',
      '^',
      '-',
      '\\',
      '/',
      '!',
      '#',
      'a',
      'b',
      '\n',
      ' ',
    );
    const text = fc.array(sign, { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (rules, path) => typeof ignoredBy(rules)(path) === 'boolean'),
      {
        numRuns: 2_000,
      },
    );
  });
});
