import { resolveAll, TemplateError } from '#scenario';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { taskOf, teamOf, type ExerciseState } from './state.js';
import { inArchive } from './in-archive.js';
import type { TaskRevision } from './rules.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Longest reason of a revision, in characters. */
export const longestRevisionReason = 500;

/**
 * Mends the rules of an exercise that was started. Only what was previewed is confirmed: refused when points can have
 * moved since.
 */
export function reviseRules(state: ExerciseState, order: Of<'revise-rules'>, setting: Setting): Decision {
  const fault = revisionFault(state, order, setting);
  if (fault) return fault;
  if (order.seq < state.movedSeq || order.seq > state.seq) {
    const detail =
      `Points can have moved since the preview, which was made at seq ${order.seq}; the exercise is at ` +
      `${state.seq}. Look at the difference again and confirm that; while many play, pause the exercise for it.`;
    return refuse('rules-moved', detail);
  }
  const { reason, tasks } = order;
  const solved = order.solved.filter(({ team, task }) => {
    const seat = teamOf(state, team);
    return seat !== undefined && !taskOf(seat, task).solved;
  });
  return accept(
    {
      type: 'rules.revised',
      payload: { revision: state.revisions.length + 1, reason: reason.trim(), tasks },
    },
    ...solved.map(({ team, task }) => ({ type: 'task.solved' as const, team, payload: { task } })),
  );
}

/** Why these changes of the rules cannot be made, by the scenario; undefined when they can. */
export function revisionFault(
  state: ExerciseState,
  { reason, tasks }: Pick<Of<'revise-rules'>, 'reason' | 'tasks'>,
  setting: Setting,
): Decision | undefined {
  if (state.phase === 'draft') {
    return refuse(
      'exercise-not-running',
      'The exercise has not begun: there is nothing yet that rules count.',
    );
  }
  const closed = inArchive(state);
  if (closed) return closed;
  if (reason.trim() === '' || reason.length > longestRevisionReason) {
    const detail = `reason: say in 1 to ${longestRevisionReason} characters why the rules are mended; everyone reads it.`;
    return refuse('rules-invalid', detail);
  }
  const faults = Object.entries(tasks).flatMap(([id, change]) => taskFaults(id, change, state, setting));
  if (Object.keys(tasks).length === 0) faults.push('tasks: say what is to be mended.');
  return faults.length ? refuse('rules-invalid', faults.join('\n')) : undefined;
}

function taskFaults(id: string, change: TaskRevision, state: ExerciseState, setting: Setting): string[] {
  const where = `tasks.${id}`;
  const task = setting.scenario.tasks.find((t) => t.id === id);
  if (!task) return [`${where}: the scenario has no such task.`];
  const faults: string[] = [];
  if (Object.keys(change).length === 0) faults.push(`${where}: says nothing that is to change.`);
  for (const hint of Object.keys(change.hints ?? {})) {
    if (!task.hints.some(({ id: known }) => known === hint))
      faults.push(`${where}.hints.${hint}: the task has no such hint.`);
  }
  if (change.points !== undefined && task.decay && task.decay.minimum > change.points) {
    faults.push(`${where}.points: are less than the ${task.decay.minimum} that the task is worth at least.`);
  }
  if (change.answer !== undefined)
    faults.push(...answerFaults(`${where}.answer`, change, task, state, setting));
  return faults;
}

function* answerFaults(
  where: string,
  { answer }: TaskRevision,
  task: Setting['scenario']['tasks'][number],
  state: ExerciseState,
  setting: Setting,
): Iterable<string> {
  if (!task.answer) yield `${where}: this task takes no answer.`;
  const [team] = Object.keys(state.teams);
  if (team === undefined) return;
  try {
    resolveAll(answer, setting.values(team));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    yield `${where}: ${error.message}.`;
  }
}
