const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const bytes = { M: 2 ** 20, G: 2 ** 30 };

/** A duration such as `90m` in milliseconds. The text must be one that the schema accepts. */
export function durationMs(duration: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(duration);
  if (!match) throw new RangeError(`${duration} is no duration such as 500ms, 30s, 90m or 2h`);
  return Number(match[1]) * milliseconds[match[2] as keyof typeof milliseconds];
}

/** A size such as `256M` in bytes. The text must be one that the schema accepts. */
export function sizeBytes(size: string): number {
  const match = /^(\d+)([MG])$/.exec(size);
  if (!match) throw new RangeError(`${size} is no size such as 256M or 2G`);
  return Number(match[1]) * bytes[match[2] as keyof typeof bytes];
}

const bitsPerSecond = { kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/** A rate such as `10mbit` in bits per second. The text must be one that the schema accepts. */
export function rateBits(rate: string): number {
  const match = /^(\d+)(kbit|mbit|gbit)$/.exec(rate);
  if (!match) throw new RangeError(`${rate} is no rate such as 512kbit, 10mbit or 1gbit`);
  return Number(match[1]) * bitsPerSecond[match[2] as keyof typeof bitsPerSecond];
}
