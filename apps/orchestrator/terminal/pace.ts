/** Holds a stream of bytes to a rate, with some at once: a token bucket. */
export class Pace {
  private free: number;
  private seen = 0;

  /** @param perSecond bytes a second as a mean @param atOnce bytes that may come at once */
  constructor(
    private readonly perSecond: number,
    private readonly atOnce: number,
  ) {
    this.free = atOnce;
  }

  /** Counts bytes that came. @param now ms of a clock that only goes on @returns ms to wait before any more are taken */
  take(bytes: number, now: number): number {
    this.free = Math.min(this.atOnce, this.free + ((now - this.seen) / 1000) * this.perSecond) - bytes;
    this.seen = now;
    return this.free >= 0 ? 0 : Math.ceil((-this.free / this.perSecond) * 1000);
  }
}
