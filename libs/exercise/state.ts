import type { Link } from '#scenario';
import type { Clock } from './clock.js';
import type { HandedFile } from './manual/handed-file.js';
import type { ObservedState } from './observe/progress.js';
import type { Revision } from './rules.js';
import type { Schedule } from './schedule.js';

export type Mode = 'solo' | 'class';
export type Phase = 'draft' | 'scheduled' | 'running' | 'paused' | 'finished' | 'archived';

/** Where a range stands, in the contract's words. */
export type RangeStatus =
  | 'requested'
  | 'queued'
  | 'preparing'
  | 'starting'
  | 'ready'
  | 'degraded'
  | 'suspended'
  | 'resetting'
  | 'stopping'
  | 'gone'
  | 'failed';

export interface RangeState {
  id: string;
  team: string;
  status: RangeStatus;
  /** Counts launches and resets from 1: whatever reports of an older one comes too late. */
  generation: number;
  host?: string;
  nodes: Record<string, 'starting' | 'ready' | 'failed'>;
  reason?: string;
  /** Exercise time since which its machines go on without a stop or a reset, milliseconds; absent until they do. */
  upAt?: number;
  /** Wall time of the request, milliseconds since 1970. */
  requestedAt: number;
  /** Wall time at which it is taken down; absent for one that has no end. */
  expiresAt?: number;
  /** How often each node alone was reset in this generation. */
  resets: Record<string, number>;
  /** By network, how its frames travel instead of as the scenario says. */
  links?: Record<string, Link>;
  /** Networks of which what passes is kept. */
  captures?: string[];
  /** Wall times at which it was found degraded in this generation, the latest last; a reset of a node forgets them. */
  repairs: number[];
}

export interface TaskState {
  solved: boolean;
  /** It takes answers again, though it was solved: what is right was mended since. */
  reopened?: true;
  /** Answers judged so far, right or wrong. */
  attempts: number;
  /** Exercise time of the last wrong answer, milliseconds. */
  wrongAt?: number;
  hints: string[];
  /** While its check holds and must hold longer. */
  hold?: HoldState;
  /** Exercise time at which it was solved, milliseconds; absent until it is. */
  solvedAt?: number;
  /** What was seen of its actions; absent until something was. */
  observed?: ObservedState;
  /** Its solution was revealed to the team. */
  solution?: true;
  /** Work handed in for people to grade, the newest last. */
  handIns?: readonly HandIn[];
}

/** How long a task's check has held. */
export interface HoldState {
  /** Ticks in which it passed since. */
  ticks: number;
  /** Exercise time of the last of them, or of its beginning, milliseconds. */
  at: number;
  /** The last tick told nothing. */
  unclear?: true;
}

/** What is known of a service that a team keeps up. */
export interface ServiceState {
  /** Absent until it is known. */
  is?: 'up' | 'degraded' | 'down';
  /** The last tick in which it was asked. */
  tick: number;
  /** Ticks in a row in which it failed and was borne with. */
  failing: number;
}

/** The services that a team keeps up. */
export interface TeamServices {
  /** The last tick scored. */
  tick: number;
  by: Record<string, ServiceState>;
}

/** Work that a team handed in for people to grade. */
export interface HandIn {
  /** Seq of its event, by which it is called. */
  seq: number;
  /** Wall time, milliseconds since 1970. */
  at: number;
  /** Exercise time, milliseconds. */
  clock: number;
  /** Of the newest hand-in alone. */
  text?: string;
  files: readonly HandedFile[];
  /** Seqs of its grades; the last one counts. */
  grades: readonly number[];
}

export interface TeamState {
  id: string;
  /** Absent for a lone learner, who is called by their own name. */
  name?: string;
  role: 'blue';
  /** Among which teams it is ranked too. */
  bracket?: string;
  members: string[];
  /** Exercise milliseconds by which its deadlines are put off. */
  extension?: number;
  tasks: Record<string, TaskState>;
  /** Absent until the first tick. */
  services?: TeamServices;
}

/** All that `decide` needs to know of an exercise: the fold of its events. */
export interface ExerciseState {
  id: string;
  /** Seq of the last event folded; 0 before the first. */
  seq: number;
  /** Seq of the last event that can have moved points. */
  movedSeq: number;
  /** How the rules were mended, in order. */
  revisions: readonly Revision[];
  phase: Phase;
  mode: Mode;
  scenario: { id: string; version: string; digest: string };
  seed: string;
  owner: string;
  clock: Clock;
  /** The newest schedule; its time of closing is put off by pauses. */
  schedule?: Schedule;
  /** Accounts that may join; absent while anyone may. */
  roster?: readonly string[];
  /** Wall time at which the pause began, while there is one. */
  pausedAt?: number;
  createdAt: number;
  teams: Record<string, TeamState>;
  /** By account, the teams that it is a member of. */
  seats: Record<string, readonly string[]>;
  ranges: Record<string, RangeState>;
}

/** Whether the exercise has come to its end. */
export const isOver = ({ phase }: Pick<ExerciseState, 'phase'>): boolean =>
  phase === 'finished' || phase === 'archived';

/**
 * Whether the log wants the range's machines to stand still: it was suspended, or its exercise is paused. What is still
 * being built when a pause begins is built to its end first.
 */
export const isFrozen = ({ phase }: Pick<ExerciseState, 'phase'>, { status }: RangeState): boolean =>
  status === 'suspended' || (phase === 'paused' && (status === 'ready' || status === 'degraded'));

/**
 * Whether the time of ranges stands still, which is the wall's: in a pause, except that of an exercise which a learner
 * has for themselves, or it would hold its host's memory for as long as they like.
 */
export const sparesRanges = ({ phase, mode }: Pick<ExerciseState, 'phase' | 'mode'>): boolean =>
  phase === 'paused' && mode !== 'solo';

/** The team with this id. What JavaScript's own objects have (`constructor`) is none. */
export const teamOf = (state: ExerciseState, team: string): TeamState | undefined =>
  Object.hasOwn(state.teams, team) ? state.teams[team] : undefined;

/** The teams that an account is a member of. */
export const seatsOf = (state: Pick<ExerciseState, 'seats'>, account: string): readonly string[] =>
  Object.hasOwn(state.seats, account) ? state.seats[account]! : [];

/** The range that a team is seated in, if one was ever asked for. */
export const rangeOf = (state: ExerciseState, team: string): RangeState | undefined =>
  Object.values(state.ranges).find((range) => range.team === team);

/** Whether the log wants the range's machines to exist. */
export const isWanted = (range: RangeState): boolean =>
  !['stopping', 'gone', 'failed'].includes(range.status);

/** How many resets of single nodes the range has seen in its generation. */
export const nodeResets = (range: RangeState): number =>
  Object.values(range.resets).reduce((sum, n) => sum + n, 0);

export const taskOf = (team: TeamState, task: string): TaskState =>
  team.tasks[task] ?? { solved: false, attempts: 0, hints: [] };
