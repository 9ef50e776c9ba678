interface Waiting {
  isUrgent: () => boolean;
  go: () => void;
}

/**
 * Lets only so many builds go on at a time. What a person waits for goes before what is built ahead of need, of which only one
 * goes on at a time; among equals, who came first.
 */
export class BuildTurns {
  private readonly waiting: Waiting[] = [];
  private urgent = 0;
  private others = 0;

  constructor(private readonly most: number) {}

  /**
   * Does the work once it is its turn.
   * @param isUrgent asked whenever a turn is given; call `look` when the answer has changed
   * @throws the signal's reason when it is aborted before; what the work throws
   */
  async take<T>(isUrgent: () => boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const wasUrgent = await this.turn(isUrgent, signal);
    try {
      return await work();
    } finally {
      if (wasUrgent) this.urgent--;
      else this.others--;
      this.look();
    }
  }

  /** Gives the turns that are free. */
  look(): void {
    for (;;) {
      if (this.urgent + this.others >= this.most) return;
      const next =
        this.waiting.find(({ isUrgent }) => isUrgent()) ?? (this.others === 0 ? this.waiting[0] : undefined);
      if (!next) return;
      this.waiting.splice(this.waiting.indexOf(next), 1);
      next.go();
    }
  }

  /** @returns whether it was urgent when it got its turn */
  private turn(isUrgent: () => boolean, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        reject(signal.reason as Error);
      };
      const one: Waiting = {
        isUrgent,
        go: () => {
          signal.removeEventListener('abort', leave);
          const is = isUrgent();
          if (is) this.urgent++;
          else this.others++;
          resolve(is);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(one);
      this.look();
    });
  }
}
