/** A range that waits to be placed. */
export interface Waiting {
  range: string;
  exercise: string;
  /** Counts up in the order in which ranges were asked for. */
  asked: number;
}

/**
 * The order in which ranges are to be placed: round robin between exercises, first come first served within one. An
 * exercise's next range stands behind as many of each other exercise's as it has in flight or before it, so a class of
 * hundreds does not keep others waiting. Among equals, whoever was served longest ago comes first. Pure.
 * @param inFlight ranges of each exercise that are being launched
 * @param servedAt when a range of each exercise was last placed; absent for never
 */
export function queueOrder<W extends Waiting>(
  waiting: readonly W[],
  inFlight: ReadonlyMap<string, number>,
  servedAt: ReadonlyMap<string, number>,
): W[] {
  const turns = new Map(inFlight);
  const ranked = [...waiting]
    .sort((a, b) => a.asked - b.asked)
    .map((one) => {
      const turn = turns.get(one.exercise) ?? 0;
      turns.set(one.exercise, turn + 1);
      return { one, turn, served: servedAt.get(one.exercise) ?? 0 };
    });
  return ranked
    .sort((a, b) => a.turn - b.turn || a.served - b.served || a.one.asked - b.one.asked)
    .map(({ one }) => one);
}
