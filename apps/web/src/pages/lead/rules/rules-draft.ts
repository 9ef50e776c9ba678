import type { RuleBook, TaskChange } from '../../../api/queries.js';
import { answerDraftOf, answerRuleOf, sameAnswer, type AnswerDraft } from './answer-draft.js';

type RuledTask = RuleBook['tasks'][number];

/** One task's rules as they stand in the form, as typed. */
export interface TaskDraft {
  points: string;
  isVoid: boolean;
  /** Absent for a task that takes no answer. */
  answer?: AnswerDraft;
  /** Minutes of exercise time in which no one can honestly solve it; empty: none is set. */
  minimum: string;
  /** By hint, what it costs. */
  hints: Readonly<Record<string, string>>;
}

const minute = 60_000;
const mostPoints = 10_000;

/** The form as it is before anything is typed. */
export function draftOf({ points, void: isVoid, answer, minimumSolveMs, hints }: RuledTask): TaskDraft {
  return {
    points: String(points),
    isVoid,
    ...(answer ? { answer: answerDraftOf(answer) } : {}),
    minimum: minimumSolveMs === undefined ? '' : String(minimumSolveMs / minute),
    hints: Object.fromEntries(hints.map(({ id, cost }) => [id, String(cost)])),
  };
}

/** What the form says that is not so yet, by task; tasks of which nothing changes are left out. */
export function changesOf(
  tasks: readonly RuledTask[],
  drafts: Readonly<Record<string, TaskDraft>>,
): Record<string, TaskChange> {
  const changes: Record<string, TaskChange> = {};
  for (const task of tasks) {
    const draft = drafts[task.id];
    const change = draft && changeOf(task, draft);
    if (change && Object.keys(change).length > 0) changes[task.id] = change;
  }
  return changes;
}

/** Whether a text is a number of points that a rule can have. */
export const isPoints = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= mostPoints;

/** Whether a text is a number of minutes, or none. */
export const isMinutes = (text: string): boolean => /^(\d{1,5}([.]\d+)?)?$/.test(text);

function changeOf(task: RuledTask, draft: TaskDraft): TaskChange {
  const before = draftOf(task);
  const hints = Object.entries(draft.hints).filter(([id, cost]) => cost !== before.hints[id]);
  return {
    ...(draft.points === before.points ? {} : { points: Number(draft.points) }),
    ...(draft.isVoid === before.isVoid ? {} : { void: draft.isVoid }),
    ...(draft.answer && before.answer && !sameAnswer(draft.answer, before.answer)
      ? { answer: answerRuleOf(draft.answer) }
      : {}),
    ...(draft.minimum === before.minimum
      ? {}
      : { minimumSolveMs: Math.round(Number(draft.minimum) * minute) }),
    ...(hints.length === 0 ? {} : { hints: Object.fromEntries(hints.map(([id, c]) => [id, Number(c)])) }),
  };
}
