import type { Engine } from './engine-model.js';
import { helperRole, labelFilter, labelKeys } from './labels.js';

export interface SweepOptions {
  installation: string;
  /** Ids of ranges that may be on the engine; all others go. Empty: everything of ranges goes. */
  known: ReadonlySet<string>;
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
  const stray = (thing: { labels: Record<string, string> }) =>
    thing.labels[labelKeys.role] !== helperRole && !known.has(thing.labels[labelKeys.range] ?? '');
  const containers = (await engine.containers.list(labels)).filter(stray);
  const networks = (await engine.networks.list(labels)).filter(stray);
  if (!dryRun) {
    for (const { id } of containers) await engine.containers.remove(id);
    for (const { id } of networks) await engine.networks.remove(id);
  }
  return { containers: containers.map((c) => c.name), networks: networks.map((n) => n.name) };
}
