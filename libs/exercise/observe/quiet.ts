import { durationMs, type Task } from '#scenario';
import { rangeOf, taskOf, teamOf, type ExerciseState } from '../state.js';

/** Whether a task is solved by time alone: it names nothing that must be seen, only what must not. */
export const isQuiet = ({ observe }: Task): boolean => observe !== undefined && observe.actions.length === 0;

/**
 * Exercise time at which a task that is solved by time alone is, if nothing happens until then; undefined while its time
 * does not run. It runs from when the task is open and the range is up, and anew from whatever must not be seen.
 */
export function quietUntil(state: ExerciseState, team: string, task: Task): number | undefined {
  const seat = teamOf(state, team);
  const range = rangeOf(state, team);
  if (!seat || !isQuiet(task) || task.observe?.within === undefined) return undefined;
  if (range?.status !== 'ready' || range.upAt === undefined) return undefined;
  const opened = task.requires.map((other) => taskOf(seat, other).solvedAt ?? 0);
  const neverAt = taskOf(seat, task.id).observed?.neverAt ?? 0;
  return Math.max(range.upAt, neverAt, ...opened) + durationMs(task.observe.within);
}
