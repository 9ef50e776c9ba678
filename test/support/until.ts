import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks every 50 ms until there is something to give.
 * @param what for people: what is waited for, or a function that says so with how things stand when the time is over
 * @throws Error when it is not there in time; says what `look` threw last, if anything
 */
export async function until<T>(
  what: string | (() => string),
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 30_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    let failure: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) {
      const words = typeof what === 'function' ? what() : what;
      const last = failure instanceof Error ? `; the last look: ${failure.message}` : '';
      throw new Error(`not within ${limitMs / 1000} s: ${words}${last}`, { cause: failure });
    }
    await sleep(50);
  }
}
