import type { ExerciseEvent } from '#exercise';

/** What every event has beside its type and payload. */
export type Envelope = Pick<ExerciseEvent, 'seq' | 'at' | 'clock' | 'team'>;

export type ServiceState = 'up' | 'degraded' | 'down' | 'unknown';

/** What the ledger reads of the events that move points, by their type. */
export interface Payloads {
  'team.joined': { bracket?: string };
  'team.bracketed': { bracket?: string };
  'exercise.scheduled': {
    deadline?: number;
    late?: { percent: number; until?: number };
    freezeAt?: number;
  };
  'extension.granted': { ms: number };
  'exercise.finished': object;
  'answer.submitted': { task: string; answer: string };
  'check.passed': CheckResults;
  'check.failed': CheckResults;
  'check.unknown': CheckResults;
  'task.solved': { task: string };
  'action.observed': {
    task: string;
    never?: boolean;
    node: string;
    kind: string;
    source: string;
    strength: 'strong' | 'forgeable';
    detail: string;
  };
  'hint.revealed': { task: string; hint: string; cost: number };
  'solution.revealed': { task: string; cost: number };
  'file.handed-in': { task: string };
  'grade.given': { task: string; submission: number; scores: Record<string, number> };
  'score.adjusted': { points: number; reason: string; task?: string };
  'tick.scored': { tick: number; services: Record<string, ServiceState> };
}

export interface CheckResults {
  task: string;
  results: { outcome: 'passed' | 'failed' | 'unknown' }[];
  held?: { ticks: number; of: number };
}

export type FactType = keyof Payloads;
/** An event that moves points, as the ledger reads it. */
export type Fact<T extends FactType = FactType> = {
  [N in T]: Envelope & { type: N; payload: Payloads[N] };
}[T];
