import type { RuleBook, TaskChange } from '../../../api/queries.js';

/** What is right for a task, in the scenario's words. */
export type AnswerRule = NonNullable<TaskChange['answer']>;

export const answerKinds = ['one-of', 'pattern', 'several', 'number'] as const;
export type AnswerKind = (typeof answerKinds)[number];

export const leniences = ['spaces', 'marks', 'punctuation', 'wrapper'] as const;
export type Lenience = (typeof leniences)[number];

/** What is right for a task, as it stands in the form. What a kind does not need is kept for when it is chosen again. */
export interface AnswerDraft {
  kind: AnswerKind;
  /** Right answers, one a line. */
  lines: string;
  pattern: string;
  /** How many of the lines must be named. */
  atLeast: string;
  number: string;
  tolerance: string;
  caseSensitive: boolean;
  /** What does not count. */
  lenient: readonly Lenience[];
}

type Known = NonNullable<RuleBook['tasks'][number]['answer']>;

/** The form as it is before anything is typed. */
export function answerDraftOf(known: Known): AnswerDraft {
  const { value, oneOf, pattern, severalOf, number, caseSensitive, normalise } = known as AnswerRule;
  const right = severalOf?.values ?? oneOf ?? (value === undefined ? [] : [value]);
  const kind = pattern !== undefined ? 'pattern' : severalOf ? 'several' : number ? 'number' : 'one-of';
  return {
    kind,
    lines: right.join('\n'),
    pattern: pattern ?? '',
    atLeast: String(severalOf?.atLeast ?? Math.max(1, right.length)),
    number: number?.value ?? '',
    tolerance: String(number?.tolerance ?? 0),
    caseSensitive: caseSensitive ?? true,
    lenient: normalise ?? [],
  };
}

/** What the form says is right, in the scenario's words. */
export function answerRuleOf(draft: AnswerDraft): AnswerRule {
  const { kind, caseSensitive, lenient } = draft;
  const how = { caseSensitive, ...(lenient.length > 0 ? { normalise: [...lenient] } : {}) };
  if (kind === 'pattern') return { pattern: draft.pattern, ...how };
  if (kind === 'number') {
    return { number: { value: draft.number.trim(), tolerance: Number(draft.tolerance) }, ...how };
  }
  const values = linesIn(draft.lines);
  return kind === 'several'
    ? { severalOf: { values, atLeast: Number(draft.atLeast) }, ...how }
    : { oneOf: values, ...how };
}

/** Whether a text is how far from a number an answer may be. */
export const isTolerance = (text: string): boolean => /^\d{1,9}([.]\d{1,9})?$/.test(text);

/** Whether so many of the lines can be named. */
export const isCount = (text: string, lines: string): boolean =>
  /^[1-9]\d{0,2}$/.test(text) && Number(text) <= linesIn(lines).length;

/** Whether two drafts say the same of what is right. */
export const sameAnswer = (a: AnswerDraft, b: AnswerDraft): boolean =>
  JSON.stringify(answerRuleOf(a)) === JSON.stringify(answerRuleOf(b));

const linesIn = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
