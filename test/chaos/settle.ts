import { setTimeout as sleep } from 'node:timers/promises';
import type { ExerciseView, Player } from '../support/player.js';
import { isAway } from './records.js';
import type { Wish } from './schedule.js';

type Range = ExerciseView['ranges'][number];

/** Most that a range may take to be as its team wants it once nothing is struck any more, in milliseconds. */
const patience = 120_000;

/** What it took to have a range as wanted. */
export interface Settled {
  range: Range;
  /** Reasons of failures that had to be reset. */
  failures: string[];
}

/** What is to be ordered of a range that stands so; undefined: wait. */
function orderFor(wish: Wish, state: string | undefined): string | undefined {
  if (state === undefined || state === 'gone') return wish === 'gone' ? undefined : 'start';
  if (state === 'failed') return wish === 'gone' ? 'stop' : 'reset';
  if (wish === 'gone') return state === 'stopping' ? undefined : 'stop';
  if (state === 'suspended') return wish === 'ready' ? 'resume' : undefined;
  return state === 'ready' && wish === 'suspended' ? 'suspend' : undefined;
}

/** Whether a range stands as wanted. One that failed is gone too. */
const isSettled = (wish: Wish, state: string | undefined) =>
  state === wish || (wish === 'gone' && (state === undefined || state === 'failed'));

/**
 * Does what a patient person would: orders what is missing to the wish, and waits.
 * @returns undefined when the wish is for no range and there never was one
 * @throws Error saying where the range was stuck
 */
export async function settle(learner: Player, wish: Wish): Promise<Settled | undefined> {
  const failures: string[] = [];
  const end = performance.now() + patience;
  let last = 'the API never answered';
  while (performance.now() < end) {
    try {
      const range = (await learner.range()) as Range | undefined;
      last = range ? `${range.id} is ${range.state}` : 'there is no range';
      if (isSettled(wish, range?.state)) return range && { range, failures };
      if (range?.state === 'failed') failures.push(range.reason ?? 'no reason');
      const order = orderFor(wish, range?.state);
      if (order) await learner.api.post(learner.path(`range/${order}`));
    } catch (error) {
      // Refused: it stands otherwise by now. The next look tells.
      if (!isAway(error) && (error as { status?: number }).status !== 409) throw error;
      last = `${last}; ${(error as Error).message}`;
    }
    await sleep(300);
  }
  throw new Error(`${learner.name} wants their range ${wish}, but after ${patience / 1000} s: ${last}`);
}
