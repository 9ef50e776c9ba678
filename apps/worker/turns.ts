/** Lets only so many works go on at a time; the others wait, in their order. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private atWork = 0;

  constructor(private readonly most: number) {}

  /** Does the work once it is its turn. @throws what the work throws */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.atWork < this.most) this.atWork++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes straight to who waits longest, so nobody comes in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.atWork--;
    }
  }
}
