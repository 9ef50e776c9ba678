import { kindIn } from '../kinds.js';
import { answerTask } from './answer.js';
import { checkTask } from './check.js';
import { manualTask } from './manual.js';
import { observeTask } from './observe.js';

/** All kinds of tasks, by their key. */
export const taskKinds = {
  answer: answerTask.describe('solved by an answer'),
  check: checkTask.describe('solved when all these probes pass, asked when the learner wants it'),
  observe: observeTask.describe('solved by what the team is seen to do'),
  manual: manualTask.describe('solved by what people grade'),
};

export type TaskKind = keyof typeof taskKinds;

/** Which kind a task is of. @throws RangeError for what passed no validation and is of none */
export function taskKindOf(task: { [K in TaskKind]?: unknown }): TaskKind {
  const kind = kindIn(taskKinds, task);
  if (kind === undefined) throw new RangeError(`a task needs one of ${Object.keys(taskKinds).join(', ')}`);
  return kind;
}
