import { isQuiet } from '#exercise';
import { durationMs, type Scenario } from '#scenario';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../reporting/problem.js';
import type { Say } from '../reporting/steps.js';
import type { Trial } from './trial.js';

interface Entry {
  task?: string;
  points: number;
  reason: string;
}

/** What depends on when it is done, and by how many, proves nothing of a scenario. */
const bonuses = ['time-bonus', 'first-blood'];
/** Wall time beyond a check's own after which it is taken not to hold, ms. */
const holdPatience = 60_000;
/** Wall time after which what was done should have been seen, ms. */
const observePatience = 20_000;
const lookEvery = 500;

/**
 * Expects the team to have so many points for its tasks. What services earn and cost goes on with the clock, and does not count.
 * @param timely tasks that time alone may have solved meanwhile, which do not count either
 * @throws Problem naming the tasks that are unsolved
 */
export async function expectScore(
  trial: Trial,
  wanted: number,
  timely: readonly string[] = [],
): Promise<void> {
  const query = new URLSearchParams({ team: trial.team });
  const { items } = await trial.api.get<{ items: Entry[] }>(
    `/exercises/${trial.id}/ledger?${query.toString()}`,
  );
  const ofTasks = items.filter(
    ({ task, reason }) => task !== undefined && !timely.includes(task) && !bonuses.includes(reason),
  );
  const score = ofTasks.reduce((sum, { points }) => sum + points, 0);
  if (score === wanted) return;
  const open = (await unsolved(trial)).join(', ') || 'none';
  throw new Problem(`The score of the tasks is ${score}, not ${wanted}. Unsolved: ${open}.`);
}

/** Waits until a check that passed has held as long as it must. @throws Problem when it does not */
export async function awaitHeld(
  trial: Trial,
  { id, hold }: Scenario['tasks'][number],
  say: Say,
): Promise<void> {
  if (!hold) return;
  say(`does it hold for ${hold.ticks} × ${hold.every}?`);
  const until = Date.now() + hold.ticks * durationMs(hold.every) + holdPatience;
  while ((await unsolved(trial)).includes(id)) {
    if (Date.now() > until)
      throw new Problem(`The check of ${id} passed, but does not hold as long as it must.`);
    await sleep(lookEvery);
  }
}

/**
 * Waits until what the solution did was seen, and the time has passed in which something must not be.
 * @throws Problem when the task is not solved by that
 */
export async function awaitObserved(trial: Trial, task: Scenario['tasks'][number], say: Say): Promise<void> {
  if (!task.observe) return;
  say('was it seen?');
  const time = isQuiet(task) ? durationMs(task.observe.within ?? '0s') : 0;
  const until = Date.now() + time + observePatience;
  while ((await unsolved(trial)).includes(task.id)) {
    if (Date.now() > until)
      throw new Problem(`The solution of ${task.id} was not seen to do what the task wants.`);
    await sleep(lookEvery);
  }
}

async function unsolved(trial: Trial): Promise<string[]> {
  const [team] = (await trial.view()).teams;
  return team?.tasks?.filter(({ solved }) => !solved).map(({ id }) => id) ?? [];
}
