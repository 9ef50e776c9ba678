export { clockAt, turnClock, type Clock } from './clock.js';
export type { Command, Decision, NewTeam, Order, ProbeResult, RangeReport, Setting } from './commands.js';
export { decide } from './decide.js';
export { attemptsLeft } from './decide-task.js';
export { evolve, initialState } from './evolve.js';
export {
  eventNames,
  eventTypes,
  readEvent,
  type EventName,
  type ExerciseEvent,
  type NewEvent,
  type Payload,
} from './events.js';
export { isRight, longestAnswer } from './judge.js';
export { project, viewerOf, type Viewer } from './project.js';
export { refusalStatus, type Refusal, type RefusalType } from './refusal.js';
export {
  isSettled,
  isWanted,
  rangeOf,
  taskOf,
  teamOf,
  type ExerciseState,
  type Mode,
  type Phase,
  type RangeState,
  type RangeStatus,
  type TaskState,
  type TeamState,
} from './state.js';
