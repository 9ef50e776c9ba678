import { matchesPattern, resolveText, type Task, type TaskAnswer } from '#scenario';
import { answerForm } from './answer-form.js';
import { isNumber } from './answer-number.js';

/** Longest answer that is taken, in characters. */
export const longestAnswer = 1_000;

/**
 * Whether an answer is right, for a team whose variables have these values. Space around it does not count, and Unicode is
 * compared in NFC; what else does not count is the task's to say. Always false for a task that takes no answer.
 */
export function isRight(answer: string, task: Task, values: Record<string, string>): boolean {
  const rule = task.answer;
  if (!rule) return false;
  if (rule.pattern !== undefined) {
    const form = answerForm(answer, { ...rule, caseSensitive: true });
    return matchesPattern(rule.pattern, form, { whole: true, ignoreCase: !rule.caseSensitive });
  }
  const right = (text: string) => resolveText(text, values);
  if (rule.number) return isNumber(answer, right(rule.number.value), rule.number.tolerance);
  if (rule.severalOf) return namesSeveral(answer, rule, rule.severalOf.values.map(right));
  return rightForms(rule, values).includes(answerForm(answer, rule));
}

/** The forms of an answer that are right where one text is asked for: of `value` or `oneOf`; of other rules there is none. */
export function rightForms(rule: TaskAnswer, values: Record<string, string>): string[] {
  const wanted = rule.value === undefined ? (rule.oneOf ?? []) : [rule.value];
  // What is empty once that which does not count is left out would be right for whoever writes nothing.
  return wanted.map((text) => answerForm(resolveText(text, values), rule)).filter((form) => form !== '');
}

/** Whether enough is named, and nothing else: a list of everything that one can think of is no answer. */
function namesSeveral(answer: string, rule: TaskAnswer, values: readonly string[]): boolean {
  const known = new Set(values.map((text) => answerForm(text, rule)));
  const named = new Set(
    answer
      .split(/[,\n\r]/)
      .map((text) => answerForm(text, rule))
      .filter((form) => form !== ''),
  );
  return named.size >= rule.severalOf!.atLeast && [...named].every((form) => known.has(form));
}
