import { resolveText, type Task } from '#scenario';

/** Longest answer that is taken, in characters. */
export const longestAnswer = 1_000;

/**
 * Whether an answer is right, for a team whose variables have these values. Space around it does not count; Unicode is
 * compared in NFC, so that a Vietnamese mark typed in either form is the same.
 */
export function isRight(answer: string, task: Task, values: Record<string, string>): boolean {
  // Other ways to be right cannot be judged yet, and no scenario that has them is launched.
  if (task.answer?.value === undefined) return false;
  const form = (text: string) => {
    const plain = text.normalize('NFC').trim();
    return task.answer?.caseSensitive ? plain : plain.toLocaleLowerCase('vi');
  };
  return form(answer) === form(resolveText(task.answer.value, values));
}
