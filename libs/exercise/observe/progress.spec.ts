import type { ObserveTask } from '#scenario';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, nothingSeen, stepsOf, withStep, type ObservedState } from './progress.js';
import type { Observation } from './observation.js';

const command = (matches: string) => ({ node: 'web', command: { matches } });
/** A task of actions that are called by a letter each. */
const task = (letters: string, more: Partial<ObserveTask> = {}, never = ''): ObserveTask => ({
  actions: [...letters].map(command),
  ordered: false,
  never: [...never].map(command),
  ...more,
});
const seen = (line: string): Observation => ({ kind: 'command', node: 'web', at: 0, line });

/** What is seen, as `letter@seconds`; when all of it was seen first, in seconds. */
function solvedAt(rules: ObserveTask, told: string): number | undefined {
  let state: ObservedState = nothingSeen;
  for (const one of told.split(' ')) {
    const [line = '', seconds] = one.split('@');
    const steps = stepsOf(rules, state, seen(line), Number(seconds) * 1_000);
    state = steps.reduce(withStep, state);
    if (steps.length && isComplete(rules, state)) return Number(seconds);
  }
  return undefined;
}
const minute = { within: '60s' };
const ordered = { ordered: true };

describe('actions that must all be seen', () => {
  it.each<[string, ObserveTask, string, number | undefined]>([
    ['in any order', task('ab'), 'b@1 a@2', 2],
    ['all of them', task('ab'), 'a@1 a@2', undefined],
    ['as often as they come', task('ab'), 'a@1 a@2 b@3', 3],
    ['one command may be several of them', task('ab'), 'ab@1', 1],
    ['enough of them', task('abc', { atLeast: 2 }), 'c@1 a@2', 2],
    ['not too few of them', task('abc', { atLeast: 2 }), 'c@1 c@2', undefined],
  ])('%s', (_, rules, told, at) => expect(solvedAt(rules, told)).toBe(at));
});

describe('actions in order', () => {
  it.each<[string, ObserveTask, string, number | undefined]>([
    ['one after the other', task('abc', ordered), 'a@1 b@2 c@3', 3],
    ['whatever comes between', task('ab', ordered), 'a@1 x@2 a@3 b@4', 4],
    ['not the other way round', task('ab', ordered), 'b@1 a@2', undefined],
    ['what came too early counts again later', task('ab', ordered), 'b@1 a@2 b@3', 3],
    ['one command is one step', task('ab', ordered), 'ab@1', undefined],
    ['the same twice', task('aa', ordered), 'a@1 a@2', 2],
    ['the same thrice is not twice', task('aaa', ordered), 'a@1 a@2', undefined],
  ])('%s', (_, rules, told, at) => expect(solvedAt(rules, told)).toBe(at));
});

describe('actions within a time', () => {
  it.each<[string, ObserveTask, string, number | undefined]>([
    ['at its end', task('ab', minute), 'a@0 b@60', 60],
    ['not after it', task('ab', minute), 'a@0 b@61', undefined],
    ['counted from the last time that still fits', task('ab', minute), 'a@0 a@50 b@61', 61],
    ['enough of them', task('abc', { atLeast: 2, ...minute }), 'a@0 b@61 c@90', 90],
    ['in order', task('abc', { ...ordered, ...minute }), 'a@0 b@30 c@60', 60],
    ['in order, too late', task('abc', { ...ordered, ...minute }), 'a@0 b@30 c@61', undefined],
    ['in order, begun anew', task('abc', { ...ordered, ...minute }), 'a@0 b@30 a@40 b@50 c@90', 90],
    [
      'a beginning without its middle is none',
      task('abc', { ...ordered, ...minute }),
      'a@0 b@30 a@40 c@90',
      undefined,
    ],
  ])('%s', (_, rules, told, at) => expect(solvedAt(rules, told)).toBe(at));
});

describe('what must not be seen', () => {
  it.each<[string, ObserveTask, string, number | undefined]>([
    ['starts the task anew', task('ab', {}, 'n'), 'a@1 n@2 b@3', undefined],
    ['after which it can be done', task('ab', {}, 'n'), 'a@1 n@2 b@3 a@4', 4],
    ['counts for nothing before the first action', task('ab', {}, 'n'), 'n@1 a@2 b@3', 3],
    ['counts more than what must be seen', task('ab', {}, 'n'), 'a@1 bn@2', undefined],
  ])('%s', (_, rules, told, at) => expect(solvedAt(rules, told)).toBe(at));

  it('is told once, and again only when it undoes something', () => {
    const rules = task('a', {}, 'n');
    const after = withStep(withStep(nothingSeen, { action: 0, at: 1, begunAt: 1 }), {
      action: 0,
      never: true,
      at: 2,
      begunAt: 2,
    });
    expect(after).toEqual({ seen: {}, neverAt: 2 });
    expect(stepsOf(rules, after, seen('n'), 3)).toEqual([]);
  });

  it('is told each time where nothing else is named: its time runs anew', () => {
    const quiet = task('', minute, 'n');
    expect(stepsOf(quiet, { seen: {}, neverAt: 1 }, seen('n'), 5)).toEqual([
      { action: 0, never: true, at: 5, begunAt: 5 },
    ]);
    expect(stepsOf(quiet, { seen: {}, neverAt: 5 }, seen('n'), 5)).toEqual([]);
    expect(isComplete(quiet, { seen: {} })).toBe(false);
  });
});

/** All that was seen so far, as it is written in the rules' words: the long way round. */
function plainly(rules: ObserveTask, told: readonly { line: string; at: number }[]): boolean {
  const last = told
    .map(({ line }) => rules.never.some(({ command: c }) => line.includes(c!.matches)))
    .lastIndexOf(true);
  const since = told.slice(last + 1);
  const span = rules.within === undefined ? Infinity : 60_000;
  const timesOf = (letter: string) => since.filter(({ line }) => line.includes(letter)).map(({ at }) => at);
  const letters = rules.actions.map(({ command: c }) => c!.matches);
  if (rules.ordered) {
    return since.some((first, begin) => {
      if (!first.line.includes(letters[0]!)) return false;
      let next = begin;
      for (const letter of letters.slice(1)) {
        next = since.findIndex(({ line }, index) => index > next && line.includes(letter));
        if (next < 0) return false;
      }
      return since[next]!.at - first.at <= span;
    });
  }
  return since.some(({ at: from }) => {
    const there = letters.filter((letter) => timesOf(letter).some((at) => at >= from && at - from <= span));
    return there.length >= (rules.atLeast ?? letters.length);
  });
}

describe('the matcher', () => {
  const rules = fc
    .record({
      letters: fc.stringMatching(/^[abc]{1,3}$/),
      ordered: fc.boolean(),
      within: fc.constantFrom(undefined, '60s'),
      never: fc.constantFrom('', 'n'),
      share: fc.constantFrom(undefined, 1, 2),
    })
    .map(({ letters, ordered: order, within, never, share }) =>
      task(
        letters,
        {
          ordered: order,
          ...(within ? { within } : {}),
          ...(!order && share && share <= letters.length ? { atLeast: share } : {}),
        },
        never,
      ),
    );
  const told = fc.array(
    fc.record({
      line: fc.constantFrom('a', 'b', 'c', 'ab', 'bc', 'n', 'x'),
      wait: fc.integer({ min: 1, max: 40_000 }),
    }),
    { maxLength: 12 },
  );

  it('says the same as a look at all that was ever seen, and keeps no more than an entry an action', () => {
    fc.assert(
      fc.property(rules, told, (observe, all) => {
        let state: ObservedState = nothingSeen;
        let at = 0;
        const soFar: { line: string; at: number }[] = [];
        for (const { line, wait } of all) {
          at += wait;
          soFar.push({ line, at });
          const steps = stepsOf(observe, state, seen(line), at);
          state = steps.reduce(withStep, state);
          expect(Object.keys(state.seen).length).toBeLessThanOrEqual(observe.actions.length);
          const isSolved = steps.length > 0 && isComplete(observe, state);
          expect(isSolved || isComplete(observe, state)).toBe(plainly(observe, soFar));
          if (isSolved) return;
        }
      }),
      { numRuns: 500 },
    );
  });
});
