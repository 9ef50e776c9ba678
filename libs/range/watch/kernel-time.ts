const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** Milliseconds of a duration as the packet filter's tool prints it, such as `59m58s123ms`. @throws RangeError for another text */
export function durationMs(text: string): number {
  if (!/^(\d+(d|h|ms|m|s))+$/.test(text)) throw new RangeError(`${text} is no duration`);
  return [...text.matchAll(/(\d+)(ms|d|h|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
}
