/** Something to do once others are done. */
export interface Dependent {
  id: string;
  after: string[];
}

/**
 * Runs steps, each once all that it names in `after` are done, several at once. The first error lets the running ones end,
 * starts no more, and is thrown. An aborted signal does likewise, with its reason.
 * @param limit how many run at once
 * @throws RangeError when steps wait for each other or for one that is not there
 */
export async function runSteps<S extends Dependent>(
  steps: readonly S[],
  limit: number,
  run: (step: S) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = new Set(steps);
  const done = new Set<string>();
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  for (;;) {
    if (signal?.aborted) failure ??= { error: signal.reason };
    if (!failure) {
      for (const step of waiting) {
        if (running.size >= limit) break;
        if (!step.after.every((id) => done.has(id))) continue;
        waiting.delete(step);
        const running1 = run(step).then(
          () => void done.add(step.id),
          (error: unknown) => void (failure ??= { error }),
        );
        const tracked: Promise<void> = running1.finally(() => running.delete(tracked));
        running.add(tracked);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failure) throw failure.error;
  if (waiting.size > 0) {
    throw new RangeError(`steps wait for each other: ${[...waiting].map((step) => step.id).join(', ')}`);
  }
}
