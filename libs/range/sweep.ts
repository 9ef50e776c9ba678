import type { Engine } from './engine-model.js';
import { egressRole, helperRole, labelFilter, labelKeys } from './labels.js';
import { proxyPrefix } from './proxy.js';

/** Age from which what belongs to nothing is swept, unless the installation says otherwise, in wall ms. */
export const usualGraceMs = 10 * 60_000;

export interface SweepOptions {
  installation: string;
  /**
   * The ids of ranges that may be on the engine; all others go. Empty: everything of ranges goes. Asked once it is known
   * what is there: a range that comes up meanwhile is not seen, or is known.
   */
  known: () => Promise<ReadonlySet<string>>;
  /** What is younger stays, by the engine's own clock, in ms; a range is as young as its youngest part. Default 0. */
  graceMs?: number;
  /** The helper's volume, which stays; others of ours that nothing uses go. Absent: no volume goes. */
  holdVolume?: string;
  /** Only tell. */
  dryRun?: boolean;
}

/** One thing on the engine that belongs to nothing. */
export interface Stray {
  kind: 'container' | 'network' | 'volume';
  name: string;
  /** The range that it was of, if it was of one. */
  range?: string;
  /** Age by the engine's clock, ms. */
  ageMs: number;
}

/** Names of what was, or would be, removed. */
export interface Swept {
  containers: string[];
  networks: string[];
  volumes: string[];
  /** The same, with what is known of each. */
  strays: Stray[];
  /** What belongs to nothing and could not be removed. */
  left: (Stray & { why: string })[];
}

interface Thing {
  id: string;
  name: string;
  labels: Record<string, string>;
  createdAt: number;
}

/**
 * Removes what carries this installation's label, belongs to no known range and is older than the grace. The host helper stays,
 * and so does whatever lacks the label, however it is named. Images stay: installations share them by content, and
 * nothing on the engine tells whose they are. What cannot be removed hinders nothing else.
 */
export async function sweep(engine: Engine, options: SweepOptions): Promise<Swept> {
  const { installation, holdVolume, dryRun, graceMs = 0 } = options;
  const labels = labelFilter(installation);
  const containers = await engine.containers.list(labels);
  const networks = await engine.networks.list(labels);
  const volumes = holdVolume === undefined ? [] : await engine.volumes.list(labels, { unused: true });
  const now = Date.parse((await engine.info()).time);
  const known = await options.known();
  const born = birthOfRanges([...containers, ...networks]);

  const isStray = ({ labels: own, createdAt }: Thing) => {
    if (own[labelKeys.role] === helperRole) return false;
    const range = own[labelKeys.range];
    if (range !== undefined && known.has(range)) return false;
    return now - (range === undefined ? createdAt : born.get(range)!) >= graceMs;
  };
  const swept: Swept = { containers: [], networks: [], volumes: [], strays: [], left: [] };
  const take = async (kind: Stray['kind'], thing: Thing, remove: () => Promise<void>) => {
    const range = thing.labels[labelKeys.range];
    const stray: Stray = { kind, name: thing.name, ...(range && { range }), ageMs: now - thing.createdAt };
    try {
      if (!dryRun) await remove();
      swept.strays.push(stray);
      swept[`${kind}s`].push(thing.name);
    } catch (error) {
      swept.left.push({ ...stray, why: (error as Error).message });
    }
  };
  for (const one of containers.filter(isStray)) {
    await take('container', one, () => engine.containers.remove(one.id));
  }
  // Who is left may need it; that it is nobody's is known when none is.
  const proxied = containers.some(
    (one) => !isStray(one) && one.labels[labelKeys.node]?.startsWith(proxyPrefix),
  );
  const isUsed = ({ labels: own }: Thing) => own[labelKeys.role] === egressRole && proxied;
  for (const one of networks.filter((network) => isStray(network) && !isUsed(network))) {
    await take('network', one, () => engine.networks.remove(one.id));
  }
  for (const { name, ...rest } of volumes) {
    const one = { id: name, name, ...rest };
    // Held ranges use theirs; the helper's own may be unused for the moment in which its container is made anew.
    if (name !== holdVolume && isStray(one)) await take('volume', one, () => engine.volumes.remove(name));
  }
  return swept;
}

/** When the youngest part of each range was made: a range that is being built is not old because its network is. */
function birthOfRanges(things: Thing[]): Map<string, number> {
  const born = new Map<string, number>();
  for (const { labels, createdAt } of things) {
    const range = labels[labelKeys.range];
    if (range !== undefined) born.set(range, Math.max(born.get(range) ?? 0, createdAt));
  }
  return born;
}
