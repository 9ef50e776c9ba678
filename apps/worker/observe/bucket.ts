/** Lets so many things through at once, and after that so many a second. */
export class Bucket {
  private level: number;
  private at: number;

  constructor(
    private readonly most: number,
    private readonly aSecond: number,
    private readonly now: () => number = Date.now,
  ) {
    this.level = most;
    this.at = now();
  }

  /** Whether one more may go through now. */
  take(): boolean {
    const now = this.now();
    this.level = Math.min(this.most, this.level + (Math.max(0, now - this.at) / 1_000) * this.aSecond);
    this.at = now;
    if (this.level < 1) return false;
    this.level--;
    return true;
  }
}
