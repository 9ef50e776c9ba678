import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import { finish, start } from './decide-course.js';
import { noTeam } from './decide-range.js';
import { inArchive } from './in-archive.js';
import { scheduleFault, timelinessOf, type Schedule } from './schedule.js';
import { isOver, teamOf, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Most exercise milliseconds by which a deadline is moved at once: a year. */
export const longestExtension = 366 * 24 * 3_600_000;

/**
 * Sets when the exercise opens, is due and closes, in the place of all that was set before. What was previewed is refused
 * when points can have moved since.
 */
export function schedule(state: ExerciseState, { schedule: wanted, previewed }: Of<'schedule'>): Decision {
  const fault = scheduleRefusal(state, wanted);
  if (fault) return fault;
  if (previewed !== undefined && (previewed < state.movedSeq || previewed > state.seq)) {
    const detail = `Points can have moved since the preview, which was made at seq ${previewed}: look at the difference again.`;
    return refuse('rules-moved', detail);
  }
  return accept({ type: 'exercise.scheduled', payload: wanted });
}

/** Why a schedule cannot be set; undefined when it can. */
export function scheduleRefusal(
  state: ExerciseState,
  wanted: Schedule,
): Extract<Decision, { ok: false }> | undefined {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (wanted.opensAt !== undefined && state.phase !== 'draft' && state.phase !== 'scheduled') {
    return refuse('exercise-already-started', 'The exercise has started: leave out when it opens.');
  }
  const fault = scheduleFault(wanted);
  return fault === undefined ? undefined : refuse('schedule-invalid', fault);
}

/** From the clock's loop: starts what is to open by now. What has started already, or opens later, is left alone. */
export function open(state: ExerciseState, order: Of<'open'>): Decision {
  const opensAt = state.schedule?.opensAt;
  if (state.phase !== 'scheduled' || opensAt === undefined || opensAt > order.now) return accept();
  return start(state, { ...order, type: 'start', prelaunch: false });
}

/** From the clock's loop: ends what is to close by now; a pause puts that off. */
export function close(state: ExerciseState, { now }: Of<'close'>): Decision {
  const closesAt = state.schedule?.closesAt;
  if (isOver(state) || state.phase === 'paused' || closesAt === undefined || closesAt > now) return accept();
  return finish(state);
}

/** Puts a team's deadlines off, or back by what they were put off before. */
export function extendDeadline(state: ExerciseState, order: Of<'extend-deadline'>): Decision {
  const { team, ms, reason } = order;
  const seat = teamOf(state, team);
  if (!seat) return noTeam(team);
  const closed = inArchive(state);
  if (closed) return closed;
  if (ms === 0 || Math.abs(ms) > longestExtension || (seat.extension ?? 0) + ms < 0) {
    const detail = 'An extension is at most a year, and takes back no more than was given before.';
    return refuse('extension-invalid', detail);
  }
  const payload = { ms, ...(reason ? { reason } : {}) };
  return accept({ type: 'extension.granted', team, payload });
}

/** The refusal of work that comes when its time is over, if it does. */
export function tooLate(state: ExerciseState, team: string, at: number): Decision | undefined {
  if (timelinessOf(state, team, at) !== 'over') return undefined;
  return refuse(
    'deadline-passed',
    'The deadline has passed, and nothing more is taken. Ask for an extension.',
  );
}

/** Puts a finished exercise away: nothing of it changes any more. */
export function archive(state: ExerciseState): Decision {
  if (state.phase === 'archived') return accept();
  if (state.phase !== 'finished') {
    return refuse('exercise-not-over', 'Only a finished exercise goes into the archive: finish it first.');
  }
  return accept({ type: 'exercise.archived', payload: {} });
}
