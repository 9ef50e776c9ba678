import type { ContainerSpec, HostSpec } from '#range';
import type { Laboratory, Without } from './laboratory.js';

/** A control on a single box, how it is taken away, and an attempt that only it stops. */
export interface BoxControl {
  /** Also the name of the node that goes without it. */
  node: string;
  control: string;
  /** Changes the node's resources in the scenario, so that the helper's script for it can be told from others'. */
  disk?: string;
  host?: (host: HostSpec) => object;
  script?: Without['script'];
  /** Whether the attempt gets through in the node. */
  attempt: (shell: Shell, lab: Laboratory, container: string) => Promise<boolean>;
  /** Why the attempt cannot show anything on this machine. */
  mute?: () => Promise<string | undefined>;
}

/** Runs a line of shell in the node as root or another user, and gives what it printed. */
export type Shell = (command: string, user?: string) => Promise<string>;

const mebibyte = 2 ** 20;
const withoutLimit = (name: string) => (host: HostSpec) => ({
  Ulimits: host.Ulimits!.filter((u) => u.Name !== name),
});

/** Makes system calls by their numbers, which are those of x86_64: prints which of them are not refused. */
const forbiddenCalls = [
  ['inotify_init1', 294, 0],
  ['io_setup', 206, 1, 0],
  ['io_uring_setup', 425, 1, 0],
  ['add_key', 248, 0, 0, 0, 0, 0],
  ['unshare', 272, 0x10000000],
  ['AF_VSOCK', 41, 40, 1, 0],
  ['AF_ALG', 41, 38, 5, 0],
  ['TIPC pair', 53, 30, 1, 0, 0],
  ['perf_event_open', 298, 0, 0, 0, 0, 0],
  ['bpf', 321, 0, 0, 0],
  ['userfaultfd', 323, 0],
  ['mq_open', 240, 0, 0x40, 0],
] as const;
const callAll = forbiddenCalls
  .map(([name, ...call]) => `$! = 0; print "${name}\\n" if syscall(${call.join(', ')}) >= 0 || $! != 1;`)
  .join(' ');

/** How often the kernel has held up what copies a box's output because it used too much. */
async function timesHeldUp(lab: Laboratory, container: string): Promise<number> {
  const { pid } = (await lab.engine.containers.inspect(container))!;
  return Number(
    await lab.onHost(`shim=$(ps -o ppid= -p ${pid} | tr -d ' ')
      group=$(sed -n 's/^\\([0-9]*:cpu\\(,cpuacct\\)\\{0,1\\}\\|0:\\)://p' /proc/$shim/cgroup | head -n 1)
      cat /proc/$shim/root/sys/fs/cgroup/$group/cpu.stat /proc/$shim/root/sys/fs/cgroup/cpu/$group/cpu.stat 2>/dev/null | awk '/^nr_throttled/ { n += $2 } END { print n + 0 }'`),
  );
}

export const boxControls: BoxControl[] = [
  {
    node: 'no-seccomp',
    control: 'our own seccomp profile',
    host: () => ({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] }),
    attempt: async (shell) => (await shell(`perl -e '${callAll}'`)) !== '',
    mute: async () => (process.arch === 'x64' ? undefined : 'the calls are made by the numbers of x86_64'),
  },
  {
    node: 'no-needless',
    control: "calls that flush the host's disks left undone",
    host: (host) => ({
      SecurityOpt: host.SecurityOpt!.map((o) =>
        o.replace(/("names":\["sync",[^}]*)"SCMP_ACT_ERRNO","errnoRet":0/, '$1"SCMP_ACT_ALLOW"'),
      ),
    }),
    async attempt(shell, lab) {
      const flushes = async () =>
        Number(await lab.onHost(`awk '{ n += $19 } END { print n + 0 }' /proc/diskstats`));
      const before = await flushes();
      await shell(
        `perl -e 'for (1 .. 3000) { open my $f, "<", "/.vocr/busybox" or die; syscall(74, fileno $f) == 0 or die $! }'`,
      );
      return (await flushes()) - before > 2500;
    },
    mute: async () => (process.arch === 'x64' ? undefined : 'the call is made by its number on x86_64'),
  },
  {
    node: 'no-capdrop',
    control: 'all capabilities dropped',
    host: () => ({ CapDrop: [] }),
    attempt: async (shell) =>
      (await shell('touch /tmp/own && chown 1:1 /tmp/own 2>/dev/null && echo given; exit 0')) === 'given',
  },
  {
    node: 'no-nnp',
    control: 'no new privileges',
    host: (host) => ({ SecurityOpt: host.SecurityOpt!.filter((o) => o !== 'no-new-privileges') }),
    async attempt(shell) {
      await shell('cp /usr/bin/perl /tmp/perl && chmod 4755 /tmp/perl');
      return (await shell(`/tmp/perl -e 'print $>'`, '65534')) === '0';
    },
  },
  {
    node: 'no-readonly',
    control: 'a read-only root',
    host: () => ({ ReadonlyRootfs: false }),
    attempt: async (shell) => (await shell('touch /mine 2>/dev/null && echo made; exit 0')) === 'made',
  },
  {
    node: 'no-disk',
    control: 'bytes on the disk',
    disk: '17M',
    script: (text) => text.replace(`size=${17 * mebibyte},`, 'size=1073741824,'),
    attempt: async (shell) =>
      Number(
        await shell('head -c 60000000 /dev/zero >/tmp/fill 2>/dev/null; stat -c %s /tmp/fill; rm /tmp/fill'),
      ) >
      25 * mebibyte,
  },
  {
    node: 'no-inodes',
    control: 'files on the disk',
    disk: '18M',
    script: (text) => text.replace('nr_inodes=4608', 'nr_inodes=0'),
    attempt: async (shell) =>
      Number(
        await shell(
          `perl -e 'mkdir "/tmp/many"; my $n = 0; for (1 .. 6000) { open my $f, ">", "/tmp/many/$_" or last; $n++ } print $n'; rm -r /tmp/many`,
        ),
      ) === 6000,
  },
  {
    node: 'no-ptys',
    control: 'terminals',
    disk: '19M',
    script: (text) => text.replace(new RegExp(`(size=${19 * mebibyte},[^]*?),max=\\d+`), '$1'),
    attempt: async (shell) =>
      Number(
        await shell(
          `perl -e 'my @open; for (1 .. 200) { open my $f, "+<", "/dev/ptmx" or last; push @open, $f } print scalar @open'`,
        ),
      ) > 64,
  },
  {
    node: 'no-output-bound',
    control: "the host's share in copying what a node prints",
    disk: '20M',
    // Each node's part of the script goes from one brace to the next.
    script: (text) =>
      text
        .split('\n} &')
        .map((part) =>
          part.includes(`size=${20 * mebibyte},`) ? part.replace(/echo \$shim >.*/, ':') : part,
        )
        .join('\n} &'),
    async attempt(shell, lab, container) {
      const held = await timesHeldUp(lab, container);
      await shell(
        `perl -e 'my $end = time + 6; open my $f, ">>", "/proc/1/fd/1" or die; syswrite $f, "x" x 99 . "\\n" while time < $end'`,
      );
      return (await timesHeldUp(lab, container)) === held;
    },
  },
  {
    node: 'no-memory',
    control: 'memory',
    host: () => ({ Memory: 0, MemorySwap: 0 }),
    attempt: async (shell) =>
      (await shell(`perl -e 'my $x = "x" x (200 << 20); print length $x'; exit 0`)) ===
      String(200 * mebibyte),
  },
  {
    node: 'no-shm',
    control: 'shared memory',
    host: () => ({ ShmSize: 64 * mebibyte }),
    attempt: async (shell) =>
      Number(
        await shell(
          'head -c 30000000 /dev/zero >/dev/shm/fill 2>/dev/null; stat -c %s /dev/shm/fill; rm /dev/shm/fill',
        ),
      ) >
      20 * mebibyte,
  },
  {
    node: 'no-pids',
    control: 'processes',
    host: () => ({ PidsLimit: 0 }),
    attempt: async (shell) =>
      Number(
        await shell(
          `perl -e 'my @kids; for (1 .. 300) { my $p = fork; last if !defined $p; if (!$p) { sleep 60; exit } push @kids, $p } print scalar @kids; kill 9, @kids'`,
        ),
      ) > 150,
  },
  {
    node: 'no-cpu',
    control: 'processor time',
    host: () => ({ NanoCpus: 0 }),
    // Whether the kernel ever stopped it, not how far it came, which other work on the machine decides as well.
    async attempt(shell) {
      await shell(
        `perl -MTime::HiRes=time -e 'my $end = time + 2; for (1 .. 4) { if (!fork) { 1 while time < $end; exit } } 1 while wait > 0'`,
      );
      return (
        (await shell(
          'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu/cpu.stat 2>/dev/null | grep nr_throttled',
        )) === 'nr_throttled 0'
      );
    },
  },
  {
    node: 'no-log-bound',
    control: 'the size of the log',
    host: () => ({ LogConfig: { Type: 'json-file', Config: {} } }),
    async attempt(shell, lab, container) {
      await shell(
        `perl -e 'open my $f, ">>", "/proc/1/fd/1" or die; syswrite $f, ("x" x 999 . "\\n") x 100 for 1 .. 60'; sleep 1`,
      );
      return (await lab.engine.containers.logs(container, { lines: 1_000_000 })).length > 4 * mebibyte;
    },
  },
  {
    node: 'no-nofile',
    control: 'open files',
    host: withoutLimit('nofile'),
    attempt: async (shell) =>
      Number(
        await shell(
          `ulimit -n $(ulimit -Hn); perl -e 'my @open; for (1 .. 5000) { open my $f, "<", "/dev/null" or last; push @open, $f } print scalar @open'`,
        ),
      ) === 5000,
  },
  {
    node: 'no-core-limit',
    control: 'no core dumps',
    host: (host) => ({
      Ulimits: [
        ...host.Ulimits!.filter((u) => u.Name !== 'core'),
        { Name: 'core', Soft: 1_000_000, Hard: 1_000_000 },
      ],
    }),
    attempt: async (shell) =>
      (await shell(`cd /tmp; perl -e 'kill SEGV => $$' 2>/dev/null; ls | grep core; exit 0`)) !== '',
  },
  {
    node: 'no-oom-score',
    control: 'that the kernel ends it before the platform',
    host: () => ({ OomScoreAdj: 0 }),
    attempt: async (shell) => Number(await shell('cat /proc/1/oom_score_adj')) <= 0,
  },
  {
    node: 'no-hold',
    control: 'the hold read-only',
    host: (host) => ({ Mounts: host.Mounts!.map((mount) => ({ ...mount, ReadOnly: false })) }),
    attempt: async (shell) =>
      (await shell('touch /.vocr/mine 2>/dev/null && echo made; rm -f /.vocr/mine 2>/dev/null; exit 0')) ===
      'made',
  },
  {
    node: 'no-masks',
    control: "the kernel's settings read-only (the engine's own)",
    host: () => ({ MaskedPaths: [], ReadonlyPaths: [] }),
    attempt: async (shell) =>
      (
        await shell(
          'v=$(cat /proc/sys/vm/swappiness); echo $v 2>/dev/null >/proc/sys/vm/swappiness && echo written; exit 0',
        )
      ).includes('written'),
  },
  {
    node: 'ipv6',
    control: 'no IPv6 in a box',
    host: (host) => ({
      Sysctls: Object.fromEntries(Object.entries(host.Sysctls!).filter(([key]) => !key.includes('ipv6'))),
    }),
    attempt: async (shell) => (await shell('grep eth0 /proc/net/if_inet6; exit 0')) !== '',
  },
  {
    node: 'no-signals',
    control: 'waiting signals and timers, which all boxes and the host share',
    host: (host) => ({ Ulimits: host.Ulimits!.filter((u) => u.Name !== 'sigpending') }),
    attempt: async (shell) =>
      Number(
        await shell(
          `perl -e 'use POSIX; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(40)); my ($n, $own) = (0, $$ + 0); for (1 .. 9000) { my $info = pack "i i i x116", 40, 0, -1; last if syscall(129, $own, 40, $info) < 0; $n++ } print $n'`,
        ),
      ) > 5000,
  },
];

/** The specification of a node without its control, by the node's name. */
export function withoutOwnControl(spec: ContainerSpec): ContainerSpec {
  const own = boxControls.find((control) => control.node === spec.Labels['vocr.node']);
  return own?.host ? { ...spec, HostConfig: { ...spec.HostConfig, ...own.host(spec.HostConfig) } } : spec;
}
