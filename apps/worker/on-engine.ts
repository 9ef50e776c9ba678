import { labelKeys, type Engine } from '#range';

/** Per range on the engine, how many of its nodes run. */
export async function runningNodes(
  engine: Pick<Engine, 'containers'>,
  installation: string,
): Promise<Map<string, number>> {
  const all = await engine.containers.list([`${labelKeys.installation}=${installation}`]);
  return countByRange(all.filter(({ state }) => state === 'running'));
}

/** Per range on the engine, how many networks it has. */
export async function networksThere(
  engine: Pick<Engine, 'networks'>,
  installation: string,
): Promise<Map<string, number>> {
  return countByRange(await engine.networks.list([`${labelKeys.installation}=${installation}`]));
}

function countByRange(things: { labels: Record<string, string> }[]): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const { labels } of things) {
    const range = labels[labelKeys.range];
    if (range !== undefined) ranges.set(range, (ranges.get(range) ?? 0) + 1);
  }
  return ranges;
}
