/** Someone has told the command to end. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
  }
}

/**
 * Aborted with `Interrupted` at the first SIGINT, SIGTERM or SIGHUP, so that what was begun can be taken down in order. Told
 * a second time, the process ends at once.
 */
export function interruption(): AbortSignal {
  const told = new AbortController();
  const onSignal = () => {
    if (told.signal.aborted) process.exit(1);
    told.abort(new Interrupted());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return told.signal;
}
