/** Looks at whatever is registered, over and over for as long as anything is: one look for all of it, not one for each. */
export class Rounds<One> {
  private readonly all = new Set<One>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private trouble: string | undefined;

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
    this.timer ??= setTimeout(() => void this.round(), this.everyMs);
  }

  /** Looks at it no more; a look under way is waited for. */
  async remove(one: One): Promise<void> {
    this.all.delete(one);
    if (this.all.size === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    await this.looking;
  }

  /** Whether one like this is registered. */
  some(isIt: (one: One) => boolean): boolean {
    return [...this.all].some(isIt);
  }

  private async round(): Promise<void> {
    this.looking = this.look([...this.all]).then(
      () => (this.trouble = undefined),
      (error: unknown) => this.complain((error as Error).message),
    ) as Promise<void>;
    await this.looking;
    this.looking = undefined;
    this.timer = this.all.size > 0 ? setTimeout(() => void this.round(), this.everyMs) : undefined;
  }

  private complain(why: string): void {
    if (why !== this.trouble) this.say(why);
    this.trouble = why;
  }
}
