import { quote } from './shell.js';

/**
 * File locks are memory of the kernel that it charges to nobody: a node could take the host's with them. The kernel has no
 * limit for them, so whoever holds too many is ended. (Locks of open file descriptions name no process; nodes may not have
 * any, see `seccomp.ts`. The locks that `flock` takes are bounded by the open files.)
 */
export interface LockHog {
  /** Docker's id of the container. */
  container: string;
  /** Byte-range locks that its processes held, about 192 bytes each. */
  locks: number;
}

/** Byte-range locks of one node's processes together; a busy database holds some dozens. */
export const mostLocks = 20_000;

/**
 * Ends the processes of a container when they hold too many locks together, and prints `Locks CONTAINER COUNT`. Only nodes
 * are looked at, which are known by the hold's shell; processes with less than a hundredth of the bound are not counted.
 */
export const lockHogScript = `perl -e ${quote(`
  my (%locks, %of, %sum);
  open my $f, "<", "/proc/locks" or die "/proc/locks: $!";
  while (<$f>) { $locks{$1}++ if / POSIX \\s+\\S+\\s+\\S+\\s+(\\d+) / }
  for my $pid (grep { $locks{$_} > ${mostLocks / 100} } keys %locks) {
    next unless -e "/proc/$pid/root/.vocr/busybox" && open my $c, "<", "/proc/$pid/cgroup";
    my ($container) = join("", <$c>) =~ /([0-9a-f]{64})/ or next;
    $of{$pid} = $container; $sum{$container} += $locks{$pid};
  }
  for my $container (grep { $sum{$_} > ${mostLocks} } keys %sum) {
    kill "KILL", grep { $of{$_} eq $container } keys %of;
    print "Locks $container $sum{$container}\\n";
  }`)}`;

/** Reads what the script printed. */
export function readLockHogs(stdout: string): LockHog[] {
  return [...stdout.matchAll(/^Locks ([0-9a-f]{64}) (\d+)$/gm)].map(([, container, locks]) => ({
    container: container!,
    locks: Number(locks),
  }));
}
