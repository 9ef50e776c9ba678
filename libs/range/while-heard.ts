/**
 * Does something that may take long as long as it is heard of.
 * @param silenceMs wall time without a call of `heard` after which it is given up
 * @param silence what is thrown then
 * @param work ends when its signal is aborted
 */
export async function whileHeard<T>(
  silenceMs: number,
  silence: Error,
  work: (signal: AbortSignal, heard: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(silence), silenceMs);
  try {
    return await work(controller.signal, () => void timer.refresh());
  } catch (error) {
    throw controller.signal.aborted ? silence : error;
  } finally {
    clearTimeout(timer);
  }
}
