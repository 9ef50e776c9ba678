import type { Engine } from './engine-model.js';
import { helperRole, labelFilter, labelKeys } from './labels.js';

export interface SweepOptions {
  installation: string;
  /**
   * The ids of ranges that may be on the engine; all others go. Empty: everything of ranges goes. Asked once it is known
   * what is there: a range that comes up meanwhile is not seen, or is known.
   */
  known: () => Promise<ReadonlySet<string>>;
  /** Only tell. */
  dryRun?: boolean;
}

/** Names of what was, or would be, removed. */
export interface Swept {
  containers: string[];
  networks: string[];
}

/** Removes what carries this installation's label and belongs to no known range. The host helper stays. */
export async function sweep(engine: Engine, { installation, known, dryRun }: SweepOptions): Promise<Swept> {
  const labels = labelFilter(installation);
  const found = [await engine.containers.list(labels), await engine.networks.list(labels)] as const;
  const ranges = await known();
  const stray = (thing: { labels: Record<string, string> }) =>
    thing.labels[labelKeys.role] !== helperRole && !ranges.has(thing.labels[labelKeys.range] ?? '');
  const [containers, networks] = [found[0].filter(stray), found[1].filter(stray)];
  if (!dryRun) {
    for (const { id } of containers) await engine.containers.remove(id);
    for (const { id } of networks) await engine.networks.remove(id);
  }
  return { containers: containers.map((c) => c.name), networks: networks.map((n) => n.name) };
}
