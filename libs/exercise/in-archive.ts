import { refuse, type Decision } from './commands.js';
import type { ExerciseState } from './state.js';

/** The refusal of whatever would change an exercise that was put away; undefined when it was not. */
export const inArchive = ({ phase }: Pick<ExerciseState, 'phase'>): Decision | undefined =>
  phase === 'archived'
    ? refuse('exercise-over', 'The exercise is in the archive, where nothing of it changes any more.')
    : undefined;
