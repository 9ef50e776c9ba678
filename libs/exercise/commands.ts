import type { Link, Scenario, Text } from '#scenario';
import type { WarmOffer } from './claim-warm.js';
import type { NewEvent } from './events.js';
import type { HandedFile } from './manual/handed-file.js';
import type { Observation } from './observe/observation.js';
import type { Refusal, RefusalType } from './refusal.js';
import type { TaskRevision } from './rules.js';
import type { Schedule } from './schedule.js';
import type { ExerciseState, Mode } from './state.js';

/** What an exercise is played with: fixed for its whole life, so `decide` and the folds may read it. */
export interface Setting {
  scenario: Scenario;
  /** The team's values of the scenario's variables, secret ones too: never logged. */
  values(team: string): Record<string, string>;
}

export interface NewTeam {
  id?: string;
  name?: string;
  /** Among which teams it is ranked too. */
  bracket?: string;
  members: string[];
}

export interface ProbeResult {
  /** What was asked, for people. */
  title: Text;
  outcome: 'passed' | 'failed' | 'unknown';
  detail: string;
}

/** What a service's probe was answered. */
export interface ServiceAnswer extends Omit<ProbeResult, 'title'> {
  /** It was asked in order, and nobody answered. */
  silent?: true;
  /** Wall milliseconds that it took. */
  ms: number;
}

/** What a tick's probes were put to: a tick of a range that was changed meanwhile, or under another course of the clock, says nothing. */
export interface TickOf {
  range: string;
  generation: number;
  /** The clock's `since`. */
  since: number;
}

/** What someone wants of an exercise. Ids and times come from outside; `decide` makes up none. */
export type Command =
  | {
      type: 'create';
      mode: Mode;
      scenario: ExerciseState['scenario'];
      seed: string;
      teams: NewTeam[];
    }
  /** `warm`: free ranges of a pool, taken in their order by the ranges that it asks for. */
  | { type: 'start'; prelaunch: boolean; lifetime?: number; warm?: WarmOffer[] }
  | { type: 'finish' }
  | { type: 'archive' }
  /** `previewed`: seq as of which it was looked at what it makes of every score, if it was. */
  | { type: 'schedule'; schedule: Schedule; previewed?: number }
  /** From the clock's loop, with its wall time. `lifetime` as for `start`. */
  | { type: 'open'; now: number; lifetime?: number; warm?: WarmOffer[] }
  | { type: 'close'; now: number }
  /** `ms` in exercise milliseconds; below nought it takes back. */
  | { type: 'extend-deadline'; team: string; ms: number; reason?: string }
  /** Without a bracket: into none. */
  | { type: 'put-in-bracket'; team: string; bracket?: string }
  /** Accounts. */
  | { type: 'change-roster'; add: string[]; remove: string[] }
  | { type: 'pause' }
  | { type: 'resume' }
  /** `speed` in exercise milliseconds per wall millisecond. */
  | { type: 'set-speed'; speed: number }
  /** `from`: digest of what the order was made for. `topology`, `nodes`: what of a range has to be built anew for it. */
  | {
      type: 'replace-scenario';
      from: string;
      scenario: ExerciseState['scenario'];
      topology: boolean;
      nodes: string[];
    }
  | { type: 'join'; account: string }
  /** `lifetime` in wall milliseconds: how long a range that is asked for may live. */
  | { type: 'start-range'; team: string; lifetime?: number; warm?: WarmOffer[] }
  | { type: 'stop-range'; team: string }
  | { type: 'reset-range'; team: string; lifetime?: number; warm?: WarmOffer[] }
  | { type: 'reset-node'; team: string; node: string }
  | { type: 'suspend-range'; team: string }
  | { type: 'resume-range'; team: string }
  /** `until` in wall milliseconds since 1970. */
  | { type: 'extend-range'; team: string; until: number }
  /** From the clock's loop, with its wall time. */
  | { type: 'expire-range'; range: string; now: number }
  | { type: 'place-range'; range: string; host: string }
  /** `host`: where the range is believed to be; absent for one that has none yet. */
  | { type: 'fail-range'; range: string; host?: string; reason: string }
  /** `resets`: how many resets of single nodes the reporter knows of; a report that knows of fewer comes too late. */
  | { type: 'report-range'; range: string; generation: number; resets?: number; report: RangeReport }
  /** From the staff: all of how a network's frames are to travel. */
  | { type: 'set-link'; team: string; network: string; link: Link }
  | { type: 'set-capture'; team: string; network: string; on: boolean }
  | { type: 'submit-answer'; team: string; task: string; answer: string }
  | { type: 'reveal-solution'; team: string; task: string }
  | { type: 'reveal-hint'; team: string; task: string; hint: string }
  | { type: 'request-check'; team: string; task: string }
  /** `of`: what was asked, when a team wanted it. `tick`: which tick of a check that must hold it was, and what was asked in it. */
  | {
      type: 'report-check';
      team: string;
      task: string;
      request: string;
      results: ProbeResult[];
      of?: TickOf;
      tick?: { number: number; of: TickOf };
    }
  /** From a worker: what was seen in a range, whichever task it counts for. */
  | { type: 'report-observation'; team: string; range: string; generation: number; seen: Observation }
  /** From a worker, when the time of a task has passed that only names what must not be seen. */
  | { type: 'settle-observed'; team: string; task: string }
  /** By service, what its probes were answered. */
  | {
      type: 'score-tick';
      team: string;
      tick: number;
      of: TickOf;
      services: Record<string, ServiceAnswer[]>;
    }
  /** From the staff, at the seq that its preview was made at. `solved`: what teams thereby turn out to have solved. */
  | {
      type: 'revise-rules';
      seq: number;
      reason: string;
      tasks: Record<string, TaskRevision>;
      solved: { team: string; task: string }[];
    }
  /** `files`: kept already. `quota` in bytes: what a team's files may take up in all. */
  | { type: 'hand-in'; team: string; task: string; text?: string; files: HandedFile[]; quota: number }
  /** `submission`: seq of what was handed in. `scores`: by criterion. */
  | {
      type: 'give-grade';
      team: string;
      task: string;
      submission: number;
      scores: Record<string, number>;
      comment?: string;
    }
  | { type: 'adjust-score'; team: string; points: number; reason: string; task?: string }
  | { type: 'report-terminal'; team: string; node: string; session: string; is: 'opened' | 'closed' };

/** What came of a worker's steps. */
export type RangeReport =
  | { is: 'preparing' }
  | { is: 'starting'; images: Record<string, string> }
  | { is: 'node-ready'; node: string }
  | { is: 'ready' }
  | { is: 'degraded'; reason: string; nodes?: string[] }
  | { is: 'failed'; reason: string; node?: string }
  | { is: 'capture-failed'; network: string; reason: string }
  | { is: 'gone' };

/** A command with who gives it, and when it is decided: `at` in wall milliseconds since 1970, which the log writes on it. */
export type Order = Command & { actor: string; at?: number };

/** What a command comes to: facts to log (none, when there is nothing to do), or a refusal. */
export type Decision = { ok: true; events: NewEvent[] } | { ok: false; refusal: Refusal };

export const accept = (...events: NewEvent[]): Decision => ({ ok: true, events });
/** @param retryAfter wall seconds after which the same may be asked again, where waiting helps */
export const refuse = (
  type: RefusalType,
  detail: string,
  retryAfter?: number,
): Extract<Decision, { ok: false }> => ({
  ok: false,
  refusal: { type, detail, ...(retryAfter === undefined ? {} : { retryAfter }) },
});
