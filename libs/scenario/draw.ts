import { createHmac } from 'node:crypto';

/** An endless stream of bytes that depends on a key and a label alone: HMAC-SHA256 of the label, then of `label#1`, … */
export class Draw {
  private block: Buffer;
  private used = 0;
  private counter = 0;

  constructor(
    private readonly key: Uint8Array | string,
    private readonly label: string,
  ) {
    this.block = createHmac('sha256', key).update(label).digest();
  }

  /** The next `count` bytes. */
  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.byte()));
  }

  /**
   * A whole number from 0 to `below` - 1, each as likely as the other.
   * @throws RangeError when `below` is no whole number from 1 to 2^53
   */
  below(below: number): number {
    if (!Number.isSafeInteger(below) || below < 1)
      throw new RangeError(`nothing to draw from ${below} values`);
    const span = BigInt(below);
    const limit = 2n ** 56n - (2n ** 56n % span);
    for (;;) {
      const number = BigInt(`0x${this.bytes(7).toString('hex')}`);
      if (number < limit) return Number(number % span);
    }
  }

  /** One of a list, each as likely as the other. */
  of<T>(list: ArrayLike<T>): T {
    return list[this.below(list.length)]!;
  }

  private byte(): number {
    if (this.used === this.block.length) {
      this.counter += 1;
      this.block = createHmac('sha256', this.key).update(`${this.label}#${this.counter}`).digest();
      this.used = 0;
    }
    return this.block[this.used++]!;
  }
}
