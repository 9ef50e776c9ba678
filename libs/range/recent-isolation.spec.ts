import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IsolationError } from './errors.js';
import { recentlyIsolated } from './recent-isolation.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function helperSaying(...answers: string[]) {
  const asked: string[] = [];
  const run = async (script: string) => {
    asked.push(script);
    const stdout = answers.length > 1 ? answers.shift()! : answers[0]!;
    return { exitCode: 0, timedOut: false, stdout, stderr: '', truncated: false };
  };
  return { asked, run };
}

it('asks once for all who come within a second, and again for who comes later', async () => {
  const helper = helperSaying('checked\n');
  await Promise.all([recentlyIsolated(helper), recentlyIsolated(helper), recentlyIsolated(helper)]);
  vi.advanceTimersByTime(900);
  await recentlyIsolated(helper);
  expect(helper.asked).toHaveLength(1);
  vi.advanceTimersByTime(200);
  await recentlyIsolated(helper);
  expect(helper.asked).toHaveLength(2);
});

it('tells one of those who share it of the rules that were missing', async () => {
  const helper = helperSaying('missing 0\nchecked\n', '', 'checked\n');
  const told = await Promise.all([recentlyIsolated(helper), recentlyIsolated(helper)]);
  expect(told.map((rules) => rules.length)).toEqual([1, 0]);
});

it('fails for all who share it, and is made anew for the next', async () => {
  const helper = helperSaying('nothing', 'checked\n');
  const shared = await Promise.allSettled([recentlyIsolated(helper), recentlyIsolated(helper)]);
  for (const outcome of shared) expect(outcome).toMatchObject({ reason: expect.any(IsolationError) });
  expect(await recentlyIsolated(helper)).toEqual([]);
});
