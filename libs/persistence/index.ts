export { migrate, openDatabase } from './database.js';
export { ExerciseRow, MemberRow, RangeRow } from './entities/exercise.js';
export { HostRow, IdempotencyRow, type HostStatus } from './entities/installation.js';
export { Account, Credential, type Role } from './entities/people.js';
export { ExerciseLog, UnknownExercise, type Outcome } from './exercise-log.js';
export { withRangeLock } from './locks.js';
export { readFolder } from './read-folder.js';
export { InvalidScenario, ScenarioPacks, type StoredScenario } from './scenario-packs.js';
export { changeSettings, readSettings, type Settings } from './settings.js';
