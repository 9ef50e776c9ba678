import type { Scenario, Task } from '#scenario';
import type { Setting } from './commands.js';
import type { Payload } from './events.js';
import type { ExerciseState } from './state.js';

/** Rules as they were mended during or after an exercise, by an event of the log. */
export type Revision = Payload<'rules.revised'> & { seq: number };

/** What a revision says of one task; what it leaves out stays as it was. */
export type TaskRevision = Revision['tasks'][string];

/** A scenario as its rules were mended. */
export interface Rules extends Scenario {
  /** By task, all that revisions say of it; a scenario has no word for some of that. */
  revised: Readonly<Record<string, TaskRevision>>;
}

/** A scenario as these revisions leave it. Of what two of them say of one thing, the later counts. */
export function rulesAt(scenario: Scenario, revisions: readonly Pick<Revision, 'tasks'>[]): Rules {
  const revised: Record<string, TaskRevision> = {};
  for (const { tasks } of revisions) {
    for (const [id, change] of Object.entries(tasks)) {
      const before = Object.hasOwn(revised, id) ? revised[id] : undefined;
      revised[id] = { ...before, ...change, hints: { ...before?.hints, ...change.hints } };
    }
  }
  const tasks = scenario.tasks.map((task) =>
    Object.hasOwn(revised, task.id) ? revisedTask(task, revised[task.id]!) : task,
  );
  return { ...scenario, tasks, revised };
}

/** What an exercise is played with, as its rules are by now. */
export const settingAt = ({ revisions }: Pick<ExerciseState, 'revisions'>, setting: Setting): Setting =>
  revisions.length === 0 ? setting : { ...setting, scenario: rulesAt(setting.scenario, revisions) };

/** Shares of a task's points, as its probes and its rubric have them, are shares of what it is worth now. */
function revisedTask(task: Task, { points, answer, hints }: TaskRevision): Task {
  const costs = hints ?? {};
  return {
    ...task,
    ...(points === undefined ? {} : { points }),
    ...(answer === undefined ? {} : { answer }),
    hints: task.hints.map((hint) =>
      Object.hasOwn(costs, hint.id) ? { ...hint, cost: costs[hint.id]! } : hint,
    ),
  };
}

/** What revisions say of a task beyond what a scenario can; undefined when nothing does. */
export function revisionOf(scenario: Scenario | Rules, task: string): TaskRevision | undefined {
  if (!('revised' in scenario)) return undefined;
  return Object.hasOwn(scenario.revised, task) ? scenario.revised[task] : undefined;
}
