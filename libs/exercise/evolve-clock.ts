import { turnClock } from './clock.js';
import type { ExerciseEvent } from './events.js';
import { sparesRanges, type ExerciseState, type Phase } from './state.js';

type Of<T extends ExerciseEvent['type']> = Extract<ExerciseEvent, { type: T }>;

/** The state after the clock's course was changed. */
export function evolveClock(
  state: ExerciseState,
  event: Of<'exercise.paused' | 'exercise.resumed' | 'clock.changed'>,
): ExerciseState {
  switch (event.type) {
    case 'exercise.paused':
      return { ...stopClock(state, 'paused', event.at), pausedAt: event.at };
    case 'exercise.resumed': {
      const pause = Math.max(0, event.at - (state.pausedAt ?? event.at));
      const { closesAt } = state.schedule ?? {};
      return {
        ...withoutPause(state),
        phase: 'running',
        clock: turnClock(state.clock, event.at, { running: true }),
        ranges: sparesRanges(state) ? longer(state.ranges, pause) : state.ranges,
        ...(closesAt === undefined ? {} : { schedule: { ...state.schedule, closesAt: closesAt + pause } }),
      };
    }
    case 'clock.changed':
      return { ...state, clock: turnClock(state.clock, event.at, { speed: event.payload.speed }) };
  }
}

/** The state as its clock comes to stand, at wall time `at`. */
export const stopClock = (state: ExerciseState, phase: Phase, at: number): ExerciseState => ({
  ...withoutPause(state),
  phase,
  clock: turnClock(state.clock, at, { running: false }),
});

const withoutPause = ({ pausedAt: _pausedAt, ...state }: ExerciseState): ExerciseState => state;

/** Ranges live by the wall's time, of which this pause must have cost them none. */
const longer = (ranges: ExerciseState['ranges'], by: number): ExerciseState['ranges'] =>
  Object.fromEntries(
    Object.entries(ranges).map(([id, range]) => [
      id,
      range.expiresAt === undefined ? range : { ...range, expiresAt: range.expiresAt + by },
    ]),
  );
