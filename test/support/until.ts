import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks every 50 ms until there is something to give.
 * @param what for people: what is waited for
 * @throws Error when it is not there in time, with what `look` threw last, if anything
 */
export async function until<T>(
  what: string,
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
      throw new Error(`not within ${limitMs / 1000} s: ${what}`, { cause: failure });
    }
    await sleep(50);
  }
}
