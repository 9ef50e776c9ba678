import { describe, expect, it } from 'vitest';
import { changesOf, draftOf, isMinutes, isPoints } from './rules-draft.js';

const secret = {
  id: 'secret',
  title: { en: 'Secret' },
  points: 100,
  void: false,
  answer: { value: '{{ flag }}', caseSensitive: false },
  hints: [{ id: 'where', cost: 10 }],
};
const mend = { id: 'mend', title: { en: 'Mend' }, points: 50, void: false, hints: [] };
const tasks = [secret, mend];
const untouched = { secret: draftOf(secret), mend: draftOf(mend) };

describe('changesOf', () => {
  it('is empty before anything is typed, and after it was typed back', () => {
    expect(changesOf(tasks, {})).toEqual({});
    expect(changesOf(tasks, untouched)).toEqual({});
  });

  it('has only what differs', () => {
    const drafts = { ...untouched, mend: { ...untouched.mend, points: '70' } };
    expect(changesOf(tasks, drafts)).toEqual({ mend: { points: 70 } });
  });

  it('has hints by their own, a void task, and a minimum in milliseconds', () => {
    const drafts = {
      secret: { ...untouched.secret, isVoid: true, minimum: '1.5', hints: { where: '0' } },
    };
    expect(changesOf(tasks, drafts)).toEqual({
      secret: { void: true, minimumSolveMs: 90_000, hints: { where: 0 } },
    });
  });

  it('takes a minimum away as 0', () => {
    const timed = { ...mend, minimumSolveMs: 60_000 };
    expect(changesOf([timed], { mend: { ...draftOf(timed), minimum: '' } })).toEqual({
      mend: { minimumSolveMs: 0 },
    });
  });

  it('keeps how answers are compared when others become right', () => {
    const drafts = {
      secret: { ...untouched.secret, answer: { ...untouched.secret.answer!, lines: '{{ flag }}\n\n  22  ' } },
    };
    expect(changesOf(tasks, drafts)).toEqual({
      secret: { answer: { oneOf: ['{{ flag }}', '22'], caseSensitive: false } },
    });
  });
});

describe('draftOf', () => {
  it('has an answer only where the task takes one', () => {
    expect(draftOf(mend).answer).toBeUndefined();
    expect(draftOf({ ...secret, answer: { pattern: 'a+' } }).answer).toMatchObject({
      kind: 'pattern',
      pattern: 'a+',
    });
  });
});

it.each([
  ['0', true],
  ['10000', true],
  ['10001', false],
  ['-1', false],
  ['1.5', false],
  ['', false],
])('points %j: %s', (text, is) => {
  expect(isPoints(text)).toBe(is);
});

it.each([
  ['', true],
  ['1.5', true],
  ['-1', false],
  ['soon', false],
])('minutes %j: %s', (text, is) => {
  expect(isMinutes(text)).toBe(is);
});
