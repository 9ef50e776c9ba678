import { isFrozen, isWanted, nodeResets, type ExerciseState } from '#exercise';
import type { WakeUp } from '#messaging';
import type { ExerciseLog } from '#persistence';
import type { Say } from './host.js';

/** Wake-ups may be lost: whether a range is still wanted is looked at this often anyway, ms. */
const lookEvery = 5_000;

/** What was being built is no longer what the log wants. */
export class Superseded extends Error {}

/** What the log wants of a range's machines, as one text: as long as it stays the same, work on them goes on. */
function wishOf(state: ExerciseState, id: string): string {
  const range = state.ranges[id];
  if (!range || !isWanted(range)) return 'gone';
  return `${range.generation} ${nodeResets(range)} ${isFrozen(state, range) ? 'frozen' : 'running'}`;
}

export interface Wanted {
  range: string;
  /** The exercise as it was when the work was planned. */
  state: ExerciseState;
  /** Aborted when the worker ends. */
  ending: AbortSignal;
}

/**
 * Runs `work` and stops it as soon as the log wants something else of the range.
 * @throws Superseded then, also when it does so by the end of the work; else whatever the work throws, or `ending`'s reason
 */
export async function whileWanted(
  { range, state, ending }: Wanted,
  { log, wakeUp, say }: { log: ExerciseLog; wakeUp: WakeUp; say: Say },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  const wish = wishOf(state, range);
  const look = async () => {
    try {
      if (wishOf(await log.state(state.id), range) !== wish) abort.abort(new Superseded());
    } catch (error) {
      say('error', `looking after range ${range}: ${(error as Error).message}`);
    }
  };
  const unlisten = await wakeUp.listen((signal) => {
    if (signal.exercise === state.id && signal.seq !== undefined) void look();
  });
  const timer = setInterval(() => void look(), lookEvery);
  try {
    // What was said between reading the state and listening woke nobody here.
    await look();
    await work(AbortSignal.any([abort.signal, ending]));
    // A range that was built in a pause is to stand still as soon as it is ready.
    await look();
    abort.signal.throwIfAborted();
  } finally {
    clearInterval(timer);
    unlisten();
  }
}

/** What work comes to, or the signal's reason as soon as it is aborted; the work itself goes on. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    const done = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    work.finally(done).then(resolve, reject);
    if (signal.aborted) abort();
  });
}
