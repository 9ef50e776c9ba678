/** What is folded from logs, kept in memory by a key and grown from where it was; the least lately used is let go. */
export class GrowingFolds<T> {
  private readonly all = new Map<string, Promise<T>>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /** What is kept or on its way; undefined when nothing is. */
  get(key: string): Promise<T> | undefined {
    return this.all.get(key);
  }

  /**
   * Grows what is kept, one step after the other: two at once would fold the same events into it twice. What fails is
   * forgotten, and made anew the next time.
   * @param step is given what was kept, if anything was
   */
  grow(key: string, step: (known: T | undefined) => Promise<T>): Promise<T> {
    const before = this.all.get(key);
    const now = before ? before.then(step) : step(undefined);
    this.all.delete(key);
    this.all.set(key, now);
    if (this.all.size > this.most) this.all.delete(this.all.keys().next().value!);
    now.catch(() => {
      if (this.all.get(key) === now) this.all.delete(key);
    });
    return now;
  }
}
