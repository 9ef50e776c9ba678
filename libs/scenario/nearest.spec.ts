import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.js';

const keys = ['title', 'summary', 'tasks', 'networks', 'id'];

describe('nearest', () => {
  it.each([
    ['titel', 'title'],
    ['sumary', 'summary'],
    ['task', 'tasks'],
    ['Networks', 'networks'],
    ['netwroks', 'networks'],
    ['ID', 'id'],
    ['ip', undefined],
    ['services', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('takes %.20s for %s', (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  it('finds a word itself, and any word of six letters with two of them swapped', () => {
    const word = fc.string({ minLength: 6, maxLength: 20, unit: fc.constantFrom(...'abcdefgh') });
    fc.assert(
      fc.property(word, fc.nat(4), (text, at) => {
        const swapped = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
        return nearest(text, ['zzzzzzzz', text]) === text && nearest(swapped, ['zzzzzzzz', text]) === text;
      }),
    );
  });
});

describe('didYouMean', () => {
  it('names the nearest, else all, else nothing', () => {
    expect(didYouMean('a', ['a', 'b'])).toBe('did you mean a?');
    expect(didYouMean(undefined, ['a', 'b'])).toBe('there is a, b');
    expect(didYouMean(undefined, [])).toBeUndefined();
    expect(
      didYouMean(
        undefined,
        Array.from({ length: 21 }, (_, index) => `k${index}`),
      ),
    ).toMatch(/k19, …$/);
  });
});
