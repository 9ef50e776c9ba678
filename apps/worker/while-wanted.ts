import { isWanted, nodeResets, type RangeState } from '#exercise';
import type { WakeUp } from '#messaging';
import type { ExerciseLog } from '#persistence';
import type { Say } from './host.js';

/** Wake-ups may be lost: whether a range is still wanted is looked at this often anyway, ms. */
const lookEvery = 5_000;

/** What was being built is no longer what the log wants. */
export class Superseded extends Error {}

/** What the log wants of a range's machines, as one text: as long as it stays the same, work on them goes on. */
const wishOf = (range: RangeState): string =>
  isWanted(range)
    ? `${range.generation} ${nodeResets(range)} ${range.status === 'suspended' ? 'suspended' : 'running'}`
    : 'gone';

export interface Wanted {
  exercise: string;
  /** As it was when the work was planned. */
  range: RangeState;
  /** Aborted when the worker ends. */
  ending: AbortSignal;
}

/**
 * Runs `work` and stops it as soon as the log wants something else of the range.
 * @throws Superseded then; else whatever the work throws, or `ending`'s reason
 */
export async function whileWanted(
  { exercise, range, ending }: Wanted,
  { log, wakeUp, say }: { log: ExerciseLog; wakeUp: WakeUp; say: Say },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  const wish = wishOf(range);
  const look = async () => {
    try {
      const now = (await log.state(exercise)).ranges[range.id];
      if (!now || wishOf(now) !== wish) abort.abort(new Superseded());
    } catch (error) {
      say('error', `looking after range ${range.id}: ${(error as Error).message}`);
    }
  };
  const unlisten = await wakeUp.listen((signal) => {
    if (signal.exercise === exercise && signal.seq !== undefined) void look();
  });
  const timer = setInterval(() => void look(), lookEvery);
  try {
    // What was said between reading the state and listening woke nobody here.
    await look();
    await work(AbortSignal.any([abort.signal, ending]));
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
