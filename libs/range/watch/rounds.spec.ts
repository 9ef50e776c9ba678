import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Rounds } from './rounds.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('rounds', () => {
  it('look at all at once for as long as there is something, and no longer', async () => {
    const looks: string[][] = [];
    const rounds = new Rounds<string>(
      async (all) => void looks.push([...all]),
      100,
      () => undefined,
    );
    rounds.add('a');
    rounds.add('b');
    await vi.advanceTimersByTimeAsync(250);
    expect(looks).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await rounds.remove('a');
    await rounds.remove('b');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begin again with what comes during the last look', async () => {
    let done = () => undefined as void;
    const looks: string[][] = [];
    const look = (all: readonly string[]) => {
      looks.push([...all]);
      return new Promise<void>((resolve) => (done = resolve));
    };
    const rounds = new Rounds<string>(look, 100, () => undefined);
    rounds.add('a');
    await vi.advanceTimersByTimeAsync(100);
    const removed = rounds.remove('a');
    rounds.add('b');
    await vi.advanceTimersByTimeAsync(500);
    expect(looks).toEqual([['a']]);
    done();
    await removed;
    await vi.advanceTimersByTimeAsync(100);
    expect(looks).toEqual([['a'], ['b']]);
  });

  it('go on after a look that failed, and say why once until one succeeds', async () => {
    const said: string[] = [];
    let fails = true;
    const look = async () => {
      if (fails) throw new Error('no helper');
    };
    const rounds = new Rounds<string>(look, 100, (why) => said.push(why));
    rounds.add('a');
    await vi.advanceTimersByTimeAsync(350);
    expect(said).toEqual(['no helper']);
    fails = false;
    await vi.advanceTimersByTimeAsync(100);
    fails = true;
    await vi.advanceTimersByTimeAsync(100);
    expect(said).toEqual(['no helper', 'no helper']);
    await rounds.remove('a');
  });

  it('tell up to when all was looked at: the beginning of the last look that succeeded', async () => {
    let works = true;
    const look = () => (works ? Promise.resolve() : Promise.reject(new Error('away')));
    const rounds = new Rounds<string>(look, 100, () => undefined);
    expect(rounds.seenUntil()).toBe(Infinity);
    const begun = Date.now();
    rounds.add('a');
    expect(rounds.seenUntil()).toBe(0);
    await vi.advanceTimersByTimeAsync(150);
    expect(rounds.seenUntil()).toBe(begun + 100);
    works = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rounds.seenUntil()).toBeLessThanOrEqual(begun + 200);
  });
});
