import { readFile } from 'node:fs/promises';
import { codeOf } from '../reporting/problem.js';
import { atLeast } from './versions.js';
import type { Look, Verdict } from './finding.js';

/** A limit of the kernel that all ranges of a host share. */
interface SharedLimit {
  id: string;
  name: string;
  key: string;
  least: number;
  /** What happens to everyone on the host when it is used up. */
  why: string;
  /** What is in use now, if the kernel tells it. */
  used?: string;
}

/** Those of which one range could use up what the others need, and how much each should be. */
export const sharedLimits: readonly SharedLimit[] = [
  {
    id: 'pid-max',
    name: 'process ids',
    key: 'kernel.pid_max',
    least: 131_072,
    why: 'each node may have 256 processes and more, and at the limit nothing on the host can start one',
  },
  {
    id: 'threads-max',
    name: 'threads',
    key: 'kernel.threads-max',
    least: 65_536,
    why: 'at the limit nothing on the host can start a process',
  },
  {
    id: 'pty-max',
    name: 'terminals',
    key: 'kernel.pty.max',
    least: 4_096,
    why: 'each node may open 64, and at the limit no terminal opens for anyone',
    used: 'kernel.pty.nr',
  },
  {
    id: 'epoll-watches',
    name: 'epoll watches',
    key: 'fs.epoll.max_user_watches',
    least: 1_000_000,
    why: "nodes' root counts as the host's, so that the engine's own watches could fail",
  },
  {
    id: 'inotify-instances',
    name: 'inotify instances',
    key: 'fs.inotify.max_user_instances',
    least: 128,
    why: "the host's own services need them; nodes get none",
  },
  {
    id: 'inotify-watches',
    name: 'inotify watches',
    key: 'fs.inotify.max_user_watches',
    least: 65_536,
    why: "the host's own services need them; nodes get none",
  },
  {
    id: 'keys',
    name: 'kernel keys',
    key: 'kernel.keys.root_maxkeys',
    least: 10_000,
    why: 'every container that starts takes one',
  },
  {
    id: 'neighbours',
    name: 'neighbour table',
    key: 'net.ipv4.neigh.default.gc_thresh3',
    least: 8_192,
    why: 'the whole host has one table, and each node that scans a /24 fills 254 entries; when it is full, nobody finds a neighbour',
  },
];

/** Judges a limit by its value, and by how much of it is in use. */
export function limitVerdict(limit: SharedLimit, value: number, used?: number): Verdict {
  const found = `${limit.key} is ${value}${used === undefined ? '' : `, ${used} in use`}`;
  const isFull = used !== undefined && used > 0.8 * value;
  if (value >= limit.least && !isFull) return { verdict: 'ok', found };
  const wanted = Math.max(limit.least, isFull ? 2 * value : 0);
  return {
    verdict: 'warn',
    found: `${found}; at least ${wanted} are better: ${limit.why}`,
    mend: `sysctl -w ${limit.key}=${wanted}, and the same line in /etc/sysctl.d/90-vocr.conf to keep it`,
  };
}

/** Looks at the limits of this machine's kernel. */
export function limitLooks(): Look[] {
  return sharedLimits.map((limit) => ({
    id: limit.id,
    name: limit.name,
    look: async () => {
      const value = await sysctl(limit.key);
      if (value === undefined) return { verdict: 'ok', found: `this kernel has no ${limit.key}` };
      return limitVerdict(limit, value, limit.used ? await sysctl(limit.used) : undefined);
    },
  }));
}

/** From this version on the kernel bounds what a bridge learns. */
const boundsBridgesSince = '6.7';

/** Judges the kernel that the engine runs on. */
export function kernelVerdict(version: string): Verdict {
  if (version === '') return { verdict: 'warn', found: 'the engine does not tell its version' };
  if (atLeast(version, boundsBridgesSince)) return { verdict: 'ok', found: version };
  return {
    verdict: 'warn',
    found:
      `${version}: it cannot bound how many forged hardware addresses a bridge learns; ` +
      'VOCR only shortens how long they are remembered',
    mend: `run a kernel from ${boundsBridgesSince} on`,
  };
}

/** A number from /proc/sys; undefined when this kernel does not have it. */
async function sysctl(key: string): Promise<number | undefined> {
  try {
    return Number((await readFile(`/proc/sys/${key.replaceAll('.', '/')}`, 'utf8')).trim());
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
