import type { Engine } from './engine-model.js';
import type { Helper } from './helper.js';
import { labelKeys } from './labels.js';
import { quote } from './shell.js';

/**
 * File locks are memory of the kernel that it charges to nobody: a node could take the host's with them. The kernel has no
 * limit for them, so whoever holds too many is ended. (Locks of open file descriptions name no process; nodes may not have
 * any, see `seccomp.ts`. The locks that `flock` takes are bounded by the open files.)
 */
export interface LockHog {
  /** Docker's id of the container. */
  container: string;
  /** Byte-range locks that its processes hold, about 192 bytes each. */
  locks: number;
  /** Process ids on the host of those that hold most of them. */
  pids: number[];
}

/** Byte-range locks of one node's processes together; a busy database holds some dozens. */
export const mostLocks = 20_000;

/**
 * Prints `Locks CONTAINER COUNT PID…` for each container whose processes hold too many together. Processes with less than a
 * hundredth of the bound are not counted. A process is known by its cgroup, which no node can change.
 */
export const lockHogScript = `perl -e ${quote(`
  my (%locks, %of, %sum);
  open my $f, "<", "/proc/locks" or die "/proc/locks: $!";
  while (<$f>) { $locks{$1}++ if / POSIX \\s+\\S+\\s+\\S+\\s+(\\d+) / }
  for my $pid (grep { $locks{$_} > ${mostLocks / 100} } keys %locks) {
    open my $c, "<", "/proc/$pid/cgroup" or next;
    my ($container) = join("", <$c>) =~ /([0-9a-f]{64})/ or next;
    push @{$of{$container}}, $pid; $sum{$container} += $locks{$pid};
  }
  print "Locks $_ $sum{$_} @{$of{$_}}\\n" for grep { $sum{$_} > ${mostLocks} } keys %sum;`)}`;

/** Reads what the script printed. */
export function readLockHogs(stdout: string): LockHog[] {
  return [...stdout.matchAll(/^Locks ([0-9a-f]{64}) (\d+) ([\d ]+)$/gm)].map(
    ([, container, locks, pids]) => ({
      container: container!,
      locks: Number(locks),
      pids: pids!.split(' ').map(Number),
    }),
  );
}

const endTimeoutMs = 10_000;

/**
 * Ends the processes that hold too many locks, when their container is a node of this installation.
 * @returns the node's container by name, or undefined for a container that is not ours to touch
 */
export async function endLockHog(
  engine: Engine,
  helper: Helper,
  { container, pids }: LockHog,
): Promise<string | undefined> {
  const facts = await engine.containers.inspect(container);
  const { [labelKeys.installation]: installation, [labelKeys.node]: node } = facts?.labels ?? {};
  if (!facts || installation !== helper.installation || node === undefined) return undefined;
  const end = `for p in ${pids.join(' ')}; do grep -q ${container} /proc/$p/cgroup && kill -KILL $p; done; true`;
  await helper.run(end, endTimeoutMs);
  return facts.name;
}
