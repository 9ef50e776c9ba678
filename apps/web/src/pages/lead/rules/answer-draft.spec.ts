import { describe, expect, it } from 'vitest';
import { answerDraftOf, answerRuleOf, isCount, isTolerance, sameAnswer } from './answer-draft.js';

describe('an answer in the form', () => {
  it.each([
    ['one of', { oneOf: ['a', 'b'], caseSensitive: true }],
    ['a pattern', { pattern: 'a+', caseSensitive: false, normalise: ['marks'] }],
    ['several', { severalOf: { values: ['a', 'b', 'c'], atLeast: 2 }, caseSensitive: true }],
    ['a number', { number: { value: '{{ port }}', tolerance: 0.5 }, caseSensitive: true }],
  ])('of %s says what it was made of', (_, rule) => {
    expect(answerRuleOf(answerDraftOf(rule))).toEqual(rule);
  });

  it('of one value is a list of one', () => {
    const draft = answerDraftOf({ value: '{{ flag }}', caseSensitive: true });
    expect([draft.kind, draft.lines]).toEqual(['one-of', '{{ flag }}']);
    expect(answerRuleOf(draft)).toEqual({ oneOf: ['{{ flag }}'], caseSensitive: true });
  });

  it('can become of another kind, and keeps what was right until then', () => {
    const draft = answerDraftOf({ oneOf: ['22', '2222'], caseSensitive: true });
    expect(answerRuleOf({ ...draft, kind: 'several' })).toEqual({
      severalOf: { values: ['22', '2222'], atLeast: 2 },
      caseSensitive: true,
    });
    expect(answerRuleOf({ ...draft, kind: 'number', number: ' 22 ', tolerance: '1.5' })).toEqual({
      number: { value: '22', tolerance: 1.5 },
      caseSensitive: true,
    });
  });

  it('says how answers are compared, and nothing of it when all counts', () => {
    const draft = answerDraftOf({ oneOf: ['a'], caseSensitive: true, normalise: ['wrapper'] });
    expect(answerRuleOf({ ...draft, caseSensitive: false, lenient: [] })).toEqual({
      oneOf: ['a'],
      caseSensitive: false,
    });
  });

  it('is the same while it says the same', () => {
    const draft = answerDraftOf({ value: 'a', caseSensitive: true });
    expect(sameAnswer(draft, { ...draft, lines: 'a\n\n', pattern: 'unused' })).toBe(true);
    expect(sameAnswer(draft, { ...draft, caseSensitive: false })).toBe(false);
  });
});

it.each([
  ['0', true],
  ['0.25', true],
  ['', false],
  ['-1', false],
  ['.5', false],
])('tolerance %j: %s', (text, is) => {
  expect(isTolerance(text)).toBe(is);
});

it.each([
  ['1', true],
  ['2', true],
  ['3', false],
  ['0', false],
  ['', false],
])('%j of two lines: %s', (text, is) => {
  expect(isCount(text, 'a\n\nb')).toBe(is);
});
