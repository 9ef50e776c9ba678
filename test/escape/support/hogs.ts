/** How long a hog goes on, in seconds. */
export const hogSeconds = 4;

/** One way to use up what all share: a Perl program that goes on until its time is over. */
export interface Hog {
  name: string;
  program: string;
  /** Part of `npm test`; the others run with `npm run test:full`. */
  sample?: true;
}

const until = 'time < $end';
const raw = `open(my $f, "<", "/sys/class/net/eth0/ifindex") or die; chomp(my $i = <$f>); socket(my $raw, 17, 3, 0x0300) or die; my $all = "\\xff" x 6; my $to = pack "S n i S C C a8", 17, 0x88b5, $i, 0, 0, 6, $all;`;
const many = (open: string) =>
  `my @kids; for (1 .. 16) { my $p = fork; last if !defined $p; if (!$p) { my @kept; while (${until}) { ${open} or select undef, undef, undef, 0.01 } exit } } 1 while wait > 0`;

export const hogs: Hog[] = [
  {
    name: 'processes',
    sample: true,
    program: `while (${until}) { my $p = fork; if (!defined $p) { select undef, undef, undef, 0.01 } elsif (!$p) { setpgrp; while (${until}) { fork // select undef, undef, undef, 0.01 } exit } }`,
  },
  {
    name: 'memory',
    sample: true,
    program: `while (${until}) { if (!fork) { my @kept; while (${until}) { push @kept, "x" x (1 << 20) } exit } wait }`,
  },
  {
    name: 'processor',
    program: `for (1 .. 8) { if (!fork) { 1 while ${until}; exit } } 1 while wait > 0`,
  },
  {
    name: 'disk',
    program: `while (${until}) { open my $f, ">", "/tmp/fill" or die; 1 while ${until} && syswrite $f, "x" x (1 << 20); close $f }`,
  },
  {
    name: 'files',
    program: `mkdir "/tmp/m"; my $n = 0; while (${until}) { if (open my $f, ">", "/tmp/m/" . $n++) { close $f } else { unlink glob "/tmp/m/*"; $n = 0 } }`,
  },
  {
    name: 'shared memory',
    program: `while (${until}) { open my $f, ">", "/dev/shm/fill" or die; 1 while ${until} && syswrite $f, "x" x (1 << 20) }`,
  },
  {
    name: 'log',
    sample: true,
    program: `open my $f, ">>", "/proc/1/fd/1" or die; syswrite $f, "x" x 99 . "\\n" while ${until}`,
  },
  {
    name: 'log of short lines',
    sample: true,
    program: `open my $f, ">>", "/proc/1/fd/1" or die; syswrite $f, "x\\n" while ${until}`,
  },
  {
    name: 'terminals',
    program: `my @kept; while (${until}) { open my $f, "+<", "/dev/ptmx" or (select(undef, undef, undef, 0.01), next); push @kept, $f }`,
  },
  {
    name: 'connections',
    sample: true,
    program: `${raw} my $n = 0; while (${until}) { $n++; my $h = pack "C C n n n C C n N N", 0x45, 0, 40, $n & 65535, 0, 64, 6, 0, 0x0a4d0000 + $n % 65536, 0x0a4d0014; my $t = pack "n n N N C C n n n", 1024 + $n % 60000, 80, $n, 0, 0x50, 2, 999, 0, 0; send $raw, "\\x02\\x42\\x0a\\x4d\\x00\\x14\\x02\\x42\\x0a\\x4d\\x00\\x0a\\x08\\x00" . $h . $t, 0, $to }`,
  },
  {
    name: 'neighbours',
    program: `${raw} my $n = 0; while (${until}) { $n++; send $raw, $all . "\\x02\\x42\\x0a\\x4d\\x00\\x0a\\x08\\x06" . pack("n n C C n a6 N a6 N", 1, 0x0800, 6, 4, 1, "\\x02\\x42\\x0a\\x4d\\x00\\x0a", 0x0a420000 + $n % 65536, "", 0x0a4d0001), 0, $to }`,
  },
  {
    name: 'hardware addresses',
    program: `${raw} my $n = 0; while (${until}) { send $raw, $all . pack("C C N", 2, 0, $n++) . pack("n", 0x88b5) . "x" x 46, 0, $to }`,
  },
  {
    name: 'broadcasts',
    program: `${raw} while (${until}) { send $raw, $all . "\\x02\\x42\\x0a\\x4d\\x00\\x0a" . pack("n", 0x88b5) . "x" x 1400, 0, $to }`,
  },
  {
    name: 'fragments',
    program: `${raw} my $n = 0; while (${until}) { my $h = pack "C C n n n C C n N N", 0x45, 0, 1020, $n++ & 65535, 0x2000, 64, 17, 0, 0x0a4d0000 + $n % 65536, 0xcb007101; send $raw, $all . "\\x02\\x42\\x0a\\x4d\\x00\\x0a\\x08\\x00" . $h . "x" x 1000, 0, $to }`,
  },
  { name: 'open files', program: many('open(my $f, "<", "/dev/null") && push @kept, $f') },
  {
    name: 'pipes',
    program: many(
      'pipe(my $r, my $w) && push(@kept, $r, $w) && fcntl($w, 1031, 1 << 20) && do { $w->blocking(0); syswrite $w, "x" x 65536 }',
    ),
  },
  {
    name: 'sockets',
    program: many(
      'socketpair(my $a, my $b, 1, 1, 0) && push(@kept, $a, $b) && do { $a->blocking(0); syswrite $a, "x" x 65536 }',
    ),
  },
  {
    name: 'epoll watches',
    program: many(
      'do { my $e = syscall(291, 0); if ($e >= 0) { my $event = pack "L Q", 1, 0; pipe(my $r, my $w) && push(@kept, $r, $w); syscall(233, $e, 1, fileno($_), $event) for @kept; 1 } else { 0 } }',
    ),
  },
  {
    name: 'file locks',
    program: `my $n = 0; open my $f, "+>", "/tmp/locks" or die; while (${until}) { my $lock = pack "s s x4 q q i x4", 1, 0, 2 * ($n++ % 50000), 1, 0; fcntl $f, 6, $lock or select undef, undef, undef, 0.01 }`,
  },
  {
    name: 'semaphores and queues',
    program: many(
      'do { my $q = msgget(0, 0600); if (defined $q) { 1 while msgsnd $q, pack("l! a*", 1, "x" x 4000), 2048; semget(0, 200, 0600); 1 } else { 0 } }',
    ),
  },
  { name: 'programs begun', program: `while (${until}) { system "/bin/true" }` },
  {
    name: "kernel's messages",
    program: `while (${until}) { if (!fork) { kill SEGV => $$; exit } wait; if (!fork) { open my $f, "<", "/dev/zero"; sysread $f, my $d, 1 << 30; exit } wait }`,
  },
  {
    name: 'flushes',
    program: `while (${until}) { open my $f, "<", "/.vocr/busybox" or die; syscall(74, fileno $f); syscall(162) }`,
  },
  {
    name: 'reading anew',
    program: `my @all = glob "/usr/lib/x86_64-linux-gnu/*.so*"; while (${until}) { for (@all) { last unless ${until}; open my $f, "<", $_ or next; 1 while sysread $f, my $d, 1 << 18; syscall(221, fileno $f, 0, 0, 4) } }`,
  },
  {
    name: 'signals',
    program: `use POSIX; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(40)); my $own = $$ + 0; while (${until}) { my $info = pack "i i i x116", 40, 0, -1; syscall(129, $own, 40, $info) }`,
  },
];

export const hogProgram = ({ program }: Hog) =>
  `use IO::Handle; my $end = time + ${hogSeconds}; $SIG{PIPE} = "IGNORE"; ${program}`;
