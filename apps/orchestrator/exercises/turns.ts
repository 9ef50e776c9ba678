/** Work by key: of one key one at a time, in the order it came. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** Waits for all earlier work of the key, then does this. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(work);
    // Who comes next waits for its end, however it ends; whoever asked for it is told why.
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(key, over);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === over) this.last.delete(key);
    }
  }

  /** Whether work of the key is under way. */
  isTaken(key: string): boolean {
    return this.last.has(key);
  }
}
