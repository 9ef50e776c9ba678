import type { Payload } from '../events.js';
import type { ExerciseState, TaskState, TeamState } from '../state.js';
import { nothingSeen, withStep } from './progress.js';

/** A task of a team after one more action was observed. What comes for a solved one changes nothing. */
export function afterObserved(
  task: TaskState,
  { action, never, seenAt: at, begunAt = at }: Payload<'action.observed'>,
): TaskState {
  if (task.solved) return task;
  return { ...task, observed: withStep(task.observed ?? nothingSeen, { action, never, at, begunAt }) };
}

/** An exercise whose actions may be others by now: what was seen of those before says nothing of them. */
export function withoutObserved(state: ExerciseState): ExerciseState {
  const isFree = ({ tasks }: TeamState) =>
    Object.values(tasks).every(({ observed }) => observed === undefined);
  const teams = Object.entries(state.teams).map(([id, team]): [string, TeamState] => [
    id,
    isFree(team) ? team : { ...team, tasks: Object.fromEntries(Object.entries(team.tasks).map(forget)) },
  ]);
  return { ...state, teams: Object.fromEntries(teams) };
}

const forget = ([id, { observed: _seen, ...task }]: [string, TaskState]): [string, TaskState] => [id, task];
