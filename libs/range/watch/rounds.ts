/** Looks at whatever is registered, over and over for as long as anything is: one look for all of it, not one for each. */
export class Rounds<One> {
  private readonly all = new Set<One>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private trouble: string | undefined;
  /** When the last look began that succeeded, wall ms. */
  private seen = 0;

  /**
   * @param look at all that is registered now
   * @param everyMs wall time between the end of a look and the next
   * @param say told why a look failed; the same reason once until a look succeeds
   */
  constructor(
    private readonly look: (all: readonly One[]) => Promise<void>,
    private readonly everyMs: number,
    private readonly say: (trouble: string) => void,
  ) {}

  /** What is registered, is looked at from now on. */
  add(one: One): void {
    this.all.add(one);
    this.plan();
  }

  /** Looks at it no more; a look under way is waited for. */
  async remove(one: One): Promise<void> {
    this.all.delete(one);
    this.plan();
    await this.looking;
  }

  /** Whether one like this is registered. */
  some(isIt: (one: One) => boolean): boolean {
    return [...this.all].some(isIt);
  }

  /** Wall time up to which all that is registered was looked at, ms; without end while nothing is. */
  seenUntil(): number {
    return this.all.size === 0 ? Infinity : this.seen;
  }

  /** The next look, unless one is under way, which plans it at its end. */
  private plan(): void {
    if (this.looking) return;
    if (this.all.size > 0) this.timer ??= setTimeout(() => this.round(), this.everyMs);
    else {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
  }

  private round(): void {
    this.timer = undefined;
    this.looking = this.lookOnce().finally(() => {
      this.looking = undefined;
      this.plan();
    });
  }

  private async lookOnce(): Promise<void> {
    const begun = Date.now();
    try {
      await this.look([...this.all]);
      this.trouble = undefined;
      this.seen = begun;
    } catch (error) {
      this.complain((error as Error).message);
    }
  }

  private complain(why: string): void {
    if (why !== this.trouble) this.say(why);
    this.trouble = why;
  }
}
