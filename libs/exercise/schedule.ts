import { clockAt } from './clock.js';
import type { Payload } from './events.js';
import type { ExerciseState } from './state.js';
import { teamOf } from './state.js';

/** When an exercise opens and closes, until when work counts in full, and what is taken off after that. */
export type Schedule = Payload<'exercise.scheduled'>;

/** How a team's time stands to its deadline: in time, late at a loss of so many percent, or over. */
export type Timeliness = 'in-time' | 'over' | { latePercent: number };

/**
 * How a piece of work at an exercise time stands to the deadline.
 * @param extension exercise milliseconds by which the team's deadline is put off
 * @param clock exercise time of the work, milliseconds
 */
export function timelinessAt(
  { deadline, late }: Pick<Schedule, 'deadline' | 'late'>,
  extension: number,
  clock: number,
): Timeliness {
  if (deadline === undefined || clock <= deadline + extension) return 'in-time';
  const counts = late !== undefined && (late.until === undefined || clock <= late.until + extension);
  return counts ? { latePercent: late.percent } : 'over';
}

/** How a team stands to its deadline at wall time `now`, milliseconds since 1970. */
export const timelinessOf = (state: ExerciseState, team: string, now: number): Timeliness =>
  timelinessAt(state.schedule ?? {}, teamOf(state, team)?.extension ?? 0, clockAt(state.clock, now));

/** What is wrong with a schedule, for people; undefined when nothing is. */
export function scheduleFault({ opensAt, closesAt, deadline, late }: Schedule): string | undefined {
  if (opensAt !== undefined && closesAt !== undefined && closesAt <= opensAt) {
    return 'It closes before it opens: give a later time of closing.';
  }
  if (late && deadline === undefined) return 'What is late follows from a deadline: give one.';
  if (late?.until !== undefined && late.until < deadline!) {
    return 'The time for late work ends before the deadline: give a later one.';
  }
  return undefined;
}
