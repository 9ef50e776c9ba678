export { clockAt, type Clock } from './clock.js';
export type { ServiceAnswer, TickOf } from './commands.js';
export { dueTick, servicesOf, tickPeriod, type DueTick } from './ticks.js';
export type { Command, Decision, Order, ProbeResult, RangeReport, Setting } from './commands.js';
export { decide } from './decide.js';
export { speeds } from './decide-clock.js';
export { longestRoster } from './decide-roster.js';
export { longestExtension, scheduleRefusal } from './decide-schedule.js';
export { scheduleFault, timelinessAt, timelinessOf, type Schedule, type Timeliness } from './schedule.js';
export { tickOf } from './decide-service.js';
export { attemptsLeft, waitBeforeAnswer } from './decide-task.js';
export {
  handInFault,
  longestAdjustmentReason,
  longestComment,
  longestHandInText,
  mostAdjustment,
} from './decide-manual.js';
export { endOf, handedFile, nameFault, type HandedFile } from './manual/handed-file.js';
export { bytesOf, handInsOf } from './manual/hand-ins.js';
export { evolve, initialState } from './evolve.js';
export { evolveAll, Fold } from './fold.js';
export { eventTypes, readEvent, taskRevision, type ExerciseEvent, type NewEvent } from './events.js';
export { answerForm } from './answer-form.js';
export { isRight, longestAnswer, rightForms } from './judge.js';
export {
  evidenceOf,
  type FileChange,
  type Observation,
  type ObservationKind,
} from './observe/observation.js';
export { isSeen } from './observe/actions.js';
export { isQuiet, quietUntil } from './observe/quiet.js';
export type { WarmOffer } from './claim-warm.js';
export { decidePool, mostWarm, type PoolCommand, type PoolOrder, type WarmReport } from './pool/decide.js';
export { readPoolEvent, type PoolEvent } from './pool/events.js';
export { evolvePool, initialPool } from './pool/evolve.js';
export { countWarm, type PoolState, type WarmRange } from './pool/state.js';
export { project, viewerOf, type Viewer } from './project.js';
export { refusalStatus, type Refusal } from './refusal.js';
export { mostRepairs, repairWait } from './repairs.js';
export {
  isFrozen,
  isOver,
  isWanted,
  nodeResets,
  rangeOf,
  taskOf,
  teamOf,
  type ExerciseState,
  type HandIn,
  type RangeState,
  type TeamState,
} from './state.js';
export { canMoveScore, isScoreEvent, scoreEvents, type ScoreEventName } from './score-events.js';
export { revisionOf, rulesAt, settingAt, type Revision, type Rules, type TaskRevision } from './rules.js';
export { checkEndedBy } from './check-end.js';
export { revisionFault } from './decide-rules.js';
