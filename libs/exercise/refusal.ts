/** Why a command cannot be carried out: an expected outcome, not an exception. `type` is stable, for programs. */
export interface Refusal {
  type: RefusalType;
  /** What a person is told: what is wrong and what to do. */
  detail: string;
  /** Wall seconds after which the same may be asked again, where waiting helps. */
  retryAfter?: number;
}

/** Every reason for refusing a command, with the HTTP status it stands for. */
export const refusalStatus = {
  'exercise-exists': 409,
  'exercise-not-running': 409,
  'exercise-paused': 409,
  'exercise-not-paused': 409,
  'exercise-not-over': 409,
  'schedule-invalid': 400,
  'extension-invalid': 400,
  'deadline-passed': 409,
  'bracket-unknown': 400,
  'not-on-roster': 403,
  'roster-full': 409,
  'speed-invalid': 400,
  'exercise-over': 409,
  'exercise-already-started': 409,
  'exercise-not-open': 403,
  'scenario-fixed': 409,
  'scenario-moved': 409,
  'team-unknown': 404,
  'team-exists': 409,
  'team-invalid': 400,
  'teams-needed': 400,
  'already-member': 409,
  'range-unknown': 404,
  'network-unknown': 404,
  'range-busy': 409,
  'range-not-ready': 409,
  'range-suspended': 409,
  'range-not-suspended': 409,
  'range-life-over': 409,
  'node-unknown': 404,
  'task-unknown': 404,
  'task-locked': 409,
  'task-already-solved': 409,
  'task-not-answerable': 409,
  'task-not-checkable': 409,
  'check-out-of-date': 409,
  'tick-past': 409,
  'tick-out-of-date': 409,
  'attempts-used-up': 409,
  'answer-too-soon': 429,
  'answer-invalid': 400,
  'hint-unknown': 404,
  'hint-already-revealed': 409,
  'solution-unknown': 404,
  'solution-already-revealed': 409,
  'task-not-manual': 409,
  'hand-in-invalid': 400,
  'quota-used-up': 413,
  'submission-unknown': 404,
  'grade-invalid': 422,
  'adjustment-invalid': 422,
  'rules-invalid': 422,
  'rules-moved': 409,
  'pool-exists': 409,
  'pool-unknown': 404,
  'pool-closed': 409,
  'pool-size': 400,
  'warm-not-ready': 409,
} as const;

export type RefusalType = keyof typeof refusalStatus;
