import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import { isOver, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Exercise milliseconds per wall millisecond that a clock may run at. */
export const speeds = { least: 0.25, most: 60 } as const;

/** Stops the clock, and with it ticks, deadlines and the ranges' machines. */
export function pause(state: ExerciseState): Decision {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (state.phase === 'paused') return refuse('exercise-paused', 'The exercise is paused already.');
  if (state.phase !== 'running') {
    return refuse('exercise-not-running', 'The exercise has not started yet, so there is nothing to pause.');
  }
  return accept({ type: 'exercise.paused', payload: {} });
}

/** Lets a paused exercise go on where it stood. What a learner had suspended stays so. */
export function resume(state: ExerciseState): Decision {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (state.phase !== 'paused') {
    return refuse('exercise-not-paused', `The exercise is ${state.phase}; only a paused one can be resumed.`);
  }
  return accept({ type: 'exercise.resumed', payload: {} });
}

/** Has the clock run faster or slower from now on; before the start and in a pause, from when it runs. */
export function setSpeed(state: ExerciseState, { speed }: Of<'set-speed'>): Decision {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished; its clock stands for good.');
  if (!(speed >= speeds.least && speed <= speeds.most)) {
    return refuse(
      'speed-invalid',
      `A clock runs at ${speeds.least} to ${speeds.most} times the wall's speed.`,
    );
  }
  return state.clock.speed === speed ? accept() : accept({ type: 'clock.changed', payload: { speed } });
}
