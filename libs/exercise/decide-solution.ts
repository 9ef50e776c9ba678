import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { openTask } from './decide-task.js';
import { taskOf, teamOf, type ExerciseState } from './state.js';

/** Reveals how a task is solved, at the price of all that the task is worth; solving it still opens what is behind it. */
export function revealSolution(
  state: ExerciseState,
  { team, task }: Extract<Order, { type: Extract<Command['type'], 'reveal-solution'> }>,
  setting: Setting,
): Decision {
  const found = openTask(state, team, task, setting);
  if ('ok' in found) return found;
  if (!found.task.solution) return refuse('solution-unknown', `Task ${task} has no solution to reveal.`);
  const seat = teamOf(state, team);
  if (seat && taskOf(seat, task).solution) {
    return refuse('solution-already-revealed', 'The solution is revealed already; it costs nothing more.');
  }
  return accept({ type: 'solution.revealed', team, payload: { task, cost: found.task.points } });
}
