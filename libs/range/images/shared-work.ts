/** Who waits for a work. */
export interface Waiter<P> {
  /** Whether a person waits, and not only a look ahead. */
  isUrgent: () => boolean;
  onProgress: (progress: P) => void;
  /** Ends the waiting; the work ends when nobody waits any more. */
  signal?: AbortSignal;
}

/** What a work has to do with those who wait for it. */
export interface WorkContext<P> {
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
  isUrgent: () => boolean;
  tell: (progress: P) => void;
}

/** Nobody waits for a work any more, so it was ended. */
export class Abandoned extends Error {
  override name = 'Abandoned';
}

interface Work<T, P> {
  promise: Promise<T>;
  abort: AbortController;
  waiters: Set<Waiter<P>>;
  last?: P;
}

/** Does the same work once, however many ask for it while it is done. */
export class SharedWork<T, P> {
  private readonly works = new Map<string, Work<T, P>>();

  /** @param onJoin told whenever someone joins a work: it may have become urgent */
  constructor(private readonly onJoin: () => void = () => undefined) {}

  /**
   * Waits for a work, and begins it when it is not at work.
   * @throws what the work throws; the waiter's own reason when its signal is aborted
   */
  async join(key: string, waiter: Waiter<P>, start: (context: WorkContext<P>) => Promise<T>): Promise<T> {
    waiter.signal?.throwIfAborted();
    const known = this.works.get(key);
    const work = known ?? this.begin(key, waiter, start);
    if (known) {
      known.waiters.add(waiter);
      if (known.last !== undefined) waiter.onProgress(known.last);
      this.onJoin();
    }
    try {
      return await (waiter.signal ? orAborted(work.promise, waiter.signal) : work.promise);
    } finally {
      work.waiters.delete(waiter);
      if (work.waiters.size === 0) {
        // Whoever asks from now on must not get what is just being ended.
        if (this.works.get(key) === work) this.works.delete(key);
        work.abort.abort(new Abandoned(`${key}: nobody waits for it any more`));
      }
    }
  }

  private begin(key: string, first: Waiter<P>, start: (context: WorkContext<P>) => Promise<T>): Work<T, P> {
    const abort = new AbortController();
    const waiters = new Set([first]);
    const context: WorkContext<P> = {
      signal: abort.signal,
      isUrgent: () => [...waiters].some((waiter) => waiter.isUrgent()),
      tell: (progress) => {
        work.last = progress;
        for (const waiter of waiters) waiter.onProgress(progress);
      },
    };
    const work: Work<T, P> = { abort, waiters, promise: Promise.resolve().then(() => start(context)) };
    this.works.set(key, work);
    work.promise
      .finally(() => {
        if (this.works.get(key) === work) this.works.delete(key);
      })
      // Told to those who wait; who has left does not want to know.
      .catch(() => undefined);
    return work;
  }
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', leave));
}
