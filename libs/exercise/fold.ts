import type { ExerciseEvent } from './events.js';
import { evolve } from './evolve.js';
import { changingOwn, type OwnRecords } from './own-records.js';
import type { ExerciseState } from './state.js';

/**
 * Folds events one after the other, and comes to the same state as `evolve` would. It copies the teams and the ranges once,
 * not with every event: with many teams that is what folding takes. The state that it began with stays as it was.
 */
export class Fold {
  private readonly own: OwnRecords = new WeakSet();

  constructor(private at: ExerciseState) {}

  /** The state by now; what was read of it before the last `add` may have changed since. */
  get state(): ExerciseState {
    return this.at;
  }

  /** @throws Error as `evolve` does */
  add(event: ExerciseEvent): void {
    this.at = changingOwn(this.own, () => evolve(this.at, event));
  }
}

/** The state after many more events. Pure, as `evolve` is. @throws Error as `evolve` does */
export function evolveAll(state: ExerciseState, events: readonly ExerciseEvent[]): ExerciseState {
  const fold = new Fold(state);
  for (const event of events) fold.add(event);
  return fold.state;
}
