import { durationMs, type ObserveTask } from '#scenario';
import { isSeen } from './actions.js';
import type { Observation } from './observation.js';

/** When an action was last seen, in exercise milliseconds. */
export interface Sighting {
  at: number;
  /** When the first action was seen of the order in which it follows; where no order is wanted, `at`. */
  begunAt: number;
}

/** How far a team is with an observed task. It says nothing of rules: a fold of `action.observed` alone. */
export interface ObservedState {
  /** By index of the action. */
  seen: Readonly<Record<number, Sighting>>;
  /** When what must not be seen was seen last, exercise milliseconds. */
  neverAt?: number;
}

/** Something that counts for a task. */
export interface Step extends Sighting {
  /** Index among the task's actions, or among what must never be seen. */
  action: number;
  /** It starts the task anew. */
  never?: true;
}

export const nothingSeen: ObservedState = { seen: {} };

/** How far a team is after one more step. */
export function withStep(
  { seen, ...before }: ObservedState,
  { action, never, at, begunAt }: Step,
): ObservedState {
  if (never) return { seen: {}, neverAt: at };
  return { ...before, seen: { ...seen, [action]: { at, begunAt } } };
}

/**
 * What an observation changes of a task, in order: nothing when it is none of the task's actions, or moves nothing.
 * @param at exercise time at which it was seen, ms
 */
export function stepsOf(task: ObserveTask, before: ObservedState, seen: Observation, at: number): Step[] {
  const forbidden = task.never.findIndex((action) => isSeen(action, seen));
  if (forbidden >= 0) {
    const isNews = task.actions.length === 0 && at > (before.neverAt ?? -1);
    const startsAnew = isNews || Object.keys(before.seen).length > 0;
    return startsAnew ? [{ action: forbidden, never: true, at, begunAt: at }] : [];
  }
  const matched = task.actions.flatMap((action, index) => (isSeen(action, seen) ? [index] : []));
  // From the last to the first: one observation is one step of an order, never two.
  if (task.ordered) return matched.reverse().flatMap((action) => inOrder(task, before, action, at));
  return matched.flatMap((action) => {
    const last = before.seen[action];
    // Seen later, it may still come together in time with what is seen after it.
    const isNews = last === undefined || (task.within !== undefined && at > last.at);
    return isNews ? [{ action, at, begunAt: at }] : [];
  });
}

/** The newest beginning of the order that leads to an action is the one that has most time left. */
function inOrder(task: ObserveTask, { seen }: ObservedState, action: number, at: number): Step[] {
  const before = seen[action - 1];
  if (action > 0 && (before === undefined || at < before.at)) return [];
  const begunAt = before?.begunAt ?? at;
  if (!isWithin(task, begunAt, at)) return [];
  const last = seen[action];
  const isNews = last === undefined || (task.within !== undefined && begunAt > last.begunAt);
  return isNews ? [{ action, at, begunAt }] : [];
}

/** Whether all that must be seen was, in time. A task that only names what must not be seen is done by time, not by this. */
export function isComplete(task: ObserveTask, { seen }: ObservedState): boolean {
  const count = task.actions.length;
  if (count === 0) return false;
  if (task.ordered) {
    const last = seen[count - 1];
    return last !== undefined && isWithin(task, last.begunAt, last.at);
  }
  const times = task.actions.flatMap((_, action) => seen[action]?.at ?? []).sort((a, b) => a - b);
  const needed = task.atLeast ?? count;
  return times.some((from, index) => {
    const to = times[index + needed - 1];
    return to !== undefined && isWithin(task, from, to);
  });
}

const isWithin = ({ within }: ObserveTask, from: number, to: number): boolean =>
  within === undefined || to - from <= durationMs(within);
