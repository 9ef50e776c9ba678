import type { EventName } from './events.js';

/**
 * Every type of event that the ledger reads, and no other; with whether what it brings depends on the rules of tasks. Where
 * it does, a preview of other rules from before such an event is out of date. A tick of services does not: it adds the same by
 * either rules, and comes for every team every minute.
 */
export const scoreEvents = {
  'team.joined': false,
  'team.bracketed': false,
  'exercise.scheduled': true,
  'extension.granted': true,
  'exercise.finished': true,
  'answer.submitted': true,
  'check.passed': true,
  'check.failed': true,
  'check.unknown': true,
  // The first two are what a solve and a grade rest on: by themselves they bring nothing.
  'action.observed': false,
  'file.handed-in': false,
  'task.solved': true,
  'grade.given': true,
  'hint.revealed': true,
  'solution.revealed': true,
  'score.adjusted': true,
  'tick.scored': false,
} as const satisfies Partial<Record<EventName, boolean>>;

/** A type of event that the ledger reads. */
export type ScoreEventName = keyof typeof scoreEvents;

/** Whether the ledger reads events of this type. */
export const isScoreEvent = (type: EventName): type is ScoreEventName => read.has(type);
const read: ReadonlySet<string> = new Set(Object.keys(scoreEvents));

/** Beside what the ledger reads, what changes the rules that it is folded by. */
const ruleEvents: ReadonlySet<EventName> = new Set(['rules.revised', 'scenario.replaced'] as const);

/** Whether events of a type can move points, by whatever rules: a preview from before one of them is out of date. */
export const canMoveScore = (type: EventName): boolean =>
  ruleEvents.has(type) || (isScoreEvent(type) && scoreEvents[type]);
