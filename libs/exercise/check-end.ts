import type { ExerciseEvent } from './events.js';
import type { Refusal } from './refusal.js';

/**
 * Why a check that a team waits for comes to nothing any more, after an event: its result, when it comes, is refused.
 * Undefined when it still can.
 */
export function checkEndedBy(event: ExerciseEvent, team: string): Refusal | undefined {
  switch (event.type) {
    case 'exercise.paused':
      return {
        type: 'exercise-paused',
        detail:
          'The exercise was paused while your range was checked, and the result does not count: ask again when it goes on.',
      };
    case 'exercise.finished':
      return {
        type: 'exercise-over',
        detail: 'The exercise finished while your range was checked, and the result does not count.',
      };
    case 'clock.changed':
      return changed('The speed of the clock was changed while your range was checked: ask again.');
    case 'range.suspended':
    case 'range.resetting':
    case 'range.stopping':
    case 'range.gone':
    case 'range.failed':
      if (event.team !== team) return undefined;
      return changed('The range was changed while it was checked: ask again when it is ready.');
    default:
      return undefined;
  }
}

const changed = (detail: string): Refusal => ({ type: 'check-out-of-date', detail });
