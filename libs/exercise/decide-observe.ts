import { hideSecrets, type Task } from '#scenario';
import { clockAt } from './clock.js';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { notPlaying } from './decide-range.js';
import { tooLate } from './decide-schedule.js';
import { openTask } from './decide-task.js';
import type { NewEvent } from './events.js';
import { detailOf } from './observe/actions.js';
import { evidenceOf } from './observe/observation.js';
import { isComplete, nothingSeen, stepsOf, withStep, type Step } from './observe/progress.js';
import { isQuiet, quietUntil } from './observe/quiet.js';
import { reportText } from './report-text.js';
import { rangeOf, taskOf, teamOf, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/**
 * Takes what a team was seen to do: of each task that is open, what it changes is logged, and a task of which all was
 * seen is solved. What changes nothing leaves no trace, nor does what comes of a range that was reset or taken down since.
 */
export function reportObservation(
  now: ExerciseState,
  order: Of<'report-observation'>,
  setting: Setting,
): Decision {
  const { team, seen } = order;
  const state = asOf(now, seen.at);
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const range = rangeOf(state, team);
  if (range?.id !== order.range || range.generation !== order.generation) return accept();
  // A worker's clock may be ahead of the log's, and what is to come is not to be seen.
  const at = Math.min(seen.at, order.at ?? seen.at);
  return accept(
    ...setting.scenario.tasks.flatMap((task) =>
      observedOf(state, { ...order, seen: { ...seen, at } }, task, setting),
    ),
  );
}

/** What was seen before a pause and is known only in it, counts as before. */
const asOf = (state: ExerciseState, at: number): ExerciseState =>
  state.phase === 'paused' && at <= (state.pausedAt ?? 0) ? { ...state, phase: 'running' } : state;

function observedOf(
  state: ExerciseState,
  { team, seen }: Of<'report-observation'>,
  task: Task,
  setting: Setting,
): NewEvent[] {
  if (!task.observe || 'ok' in openTask(state, team, task.id, setting)) return [];
  const clock = clockAt(state.clock, seen.at);
  if (tooLate(state, team, seen.at) || clock < openedAt(state, team, task)) return [];
  const before = taskOf(teamOf(state, team)!, task.id).observed ?? nothingSeen;
  const steps = stepsOf(task.observe, before, seen, clock);
  if (steps.length === 0) return [];
  const range = rangeOf(state, team)?.id;
  const { scenario, values } = setting;
  const detail = reportText(hideSecrets(scenario, values(team))(detailOf(seen)));
  const logged = steps.map((step): NewEvent => ({
    type: 'action.observed',
    team,
    range,
    payload: {
      task: task.id,
      ...payloadOf(step),
      node: seen.node,
      kind: seen.kind,
      ...evidenceOf(seen.kind),
      detail,
    },
  }));
  const isSolved = isComplete(task.observe, steps.reduce(withStep, before));
  return [
    ...logged,
    ...(isSolved ? [{ type: 'task.solved' as const, team, payload: { task: task.id } }] : []),
  ];
}

const payloadOf = ({ action, never, at, begunAt }: Step) => ({
  action,
  ...(never ? { never } : {}),
  seenAt: at,
  ...(begunAt === at ? {} : { begunAt }),
});

/** Exercise time at which the last task was solved that had to be before, ms. */
const openedAt = (state: ExerciseState, team: string, { requires }: Task): number =>
  Math.max(0, ...requires.map((other) => taskOf(teamOf(state, team)!, other).solvedAt ?? 0));

/** Solves a task that only names what must not be seen, once its time has passed without that. */
export function settleObserved(
  state: ExerciseState,
  { team, task, at }: Of<'settle-observed'>,
  setting: Setting,
): Decision {
  const found = openTask(state, team, task, setting);
  if ('ok' in found) return found;
  if (!isQuiet(found.task)) {
    return refuse('task-not-checkable', 'This task is solved by what is seen, not by time alone.');
  }
  const until = quietUntil(state, team, found.task);
  if (until === undefined || clockAt(state.clock, at ?? 0) < until) return accept();
  return tooLate(state, team, at ?? 0) ?? accept({ type: 'task.solved', team, payload: { task } });
}
