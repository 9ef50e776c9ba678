import { blockOf, merge, routedNetworks, usualPrefix } from './addresses.js';
import { EngineError } from './errors.js';
import type { Helper } from './helper.js';
import { checkScript, missingIn, type IsolationRule } from './isolation.js';
import { bridgePrefix, holdFolder } from './labels.js';
import { clearOutputGroups } from './output-bounds.js';
import { lockHogScript, readLockHogs, type LockHog } from './lock-hogs.js';

/** What an engine's host has now. */
export interface HostMeasure {
  /** Bytes; available is what the kernel would give out without swapping. */
  memory: { total: number; available: number };
  /** Bytes of the file system that holds the engine's data. */
  disk: { total: number; free: number };
  /** Smallest subnets of the pools, and how many of them networks of ranges or routes of the host have taken. */
  networks: { total: number; used: number };
}

/** A look at a host: what it has, the static rules that are not in force, and whom it was saved from. */
export interface HostLook {
  missing: IsolationRule[];
  measure: HostMeasure;
  /** Containers on the engine, whosever they are, whose processes hold too many locks. */
  lockHogs: LockHog[];
}

const lookTimeoutMs = 30_000;
const subnetSize = 2 ** (32 - usualPrefix);

/** Prints what `readMeasure` reads. The helper's hold is a volume, so it lies where the engine keeps its data. */
export const measureScript = [
  "sed -n 's/^\\(MemTotal\\|MemAvailable\\): *\\([0-9]*\\) kB$/\\1 \\2/p' /proc/meminfo",
  `stat -f -c 'Disk %S %b %a' ${holdFolder}`,
  `echo Bridges $(ip -o link show type bridge | grep -c ': ${bridgePrefix}')`,
  "ip -4 -o route show table all | sed 's/^/Route /'",
].join('\n');

/**
 * Looks at an engine's host in one go.
 * @param pools IPv4 networks that ranges' subnets are taken from
 * @throws IsolationError when the rules cannot be checked, EngineError when the host cannot be measured
 */
export async function lookAtHost(helper: Pick<Helper, 'run'>, pools: readonly string[]): Promise<HostLook> {
  const { stdout, stderr } = await helper.run(
    `${checkScript()}\n${measureScript}\n${lockHogScript}\n${clearOutputGroups}`,
    lookTimeoutMs,
  );
  return {
    missing: missingIn(stdout, stderr),
    measure: readMeasure(stdout, pools),
    lockHogs: readLockHogs(stdout),
  };
}

/** Reads what the script printed. @throws EngineError naming what is not there */
export function readMeasure(stdout: string, pools: readonly string[]): HostMeasure {
  const numbers = (what: string, count: number): number[] => {
    const found = new RegExp(`^${what}((?: \\d+){${count}})$`, 'm').exec(stdout)?.[1];
    if (!found) throw new EngineError(`the host helper could not measure the host: ${what} is missing`);
    return found.trim().split(' ').map(Number);
  };
  const [total] = numbers('MemTotal', 1) as [number];
  const [available] = numbers('MemAvailable', 1) as [number];
  const [block, blocks, free] = numbers('Disk', 3) as [number, number, number];
  const [bridges] = numbers('Bridges', 1) as [number];
  const routes = [...stdout.matchAll(/^Route (.+)$/gm)].map((match) => match[1]!).join('\n');
  const room = subnetsIn(pools, routedNetworks(routes));
  return {
    memory: { total: total * 1024, available: available * 1024 },
    disk: { total: block * blocks, free: block * free },
    networks: { total: room.total, used: Math.min(room.total, room.routed + bridges) },
  };
}

/** How many of the smallest subnets the pools have, and how many of them the routes touch. */
export function subnetsIn(
  pools: readonly string[],
  routes: readonly string[],
): { total: number; routed: number } {
  const [ours, theirs] = [pools, routes].map((all) => merge(all.flatMap((cidr) => blockOf(cidr) ?? [])));
  const count = (first: number, last: number) =>
    Math.floor(last / subnetSize) - Math.floor(first / subnetSize) + 1;
  let [total, routed] = [0, 0];
  for (const pool of ours!) {
    total += Math.floor((pool.last - pool.first + 1) / subnetSize);
    for (const route of theirs!) {
      const [first, last] = [Math.max(pool.first, route.first), Math.min(pool.last, route.last)];
      if (first <= last) routed += count(first, last);
    }
  }
  return { total, routed };
}
