import { outputGroupName, outputShare, shimName } from './output-bounds.js';

/**
 * How much each node may print, in bytes: at once, and per second from then on. What is run in a node is copied by the same
 * shim and counts as well; nobody reads a quarter of a megabyte a second.
 */
const credit = { atOnce: 4 << 20, perSecond: 256 << 10 };
/** Whoever prints more owes it, up to so many bytes, and is let go again once so many are to their credit. */
const mostDebt = 1 << 20;
const easedAt = 1 << 20;
/** While a node owes, its shim may use so much of one processor, in microseconds of each period. */
const squeezed = 10_000;
const pauseSeconds = 0.25;

/**
 * The Perl program that the helper's container runs: it holds every node on the host to a number of bytes that it prints.
 *
 * A share of a processor alone does not bound what copying costs: a shim that finds many lines in the pipe copies them at
 * next to no cost, and the engine, which takes the output apart line by line, then pays up to nine times as much. So the
 * bytes that each shim has read are looked at four times a second (`/proc/PID/io`), and a shim that copied more than it may
 * is held to a hundredth of a processor. It needs no worker, and where several helpers run on a host all decide the same.
 */
export const outputGovernor = String.raw`#!/usr/bin/perl
use strict; use warnings; use Errno; use Time::HiRes qw(sleep time);
$SIG{TERM} = sub { exit 0 };

sub first_line { open(my $f, '<', $_[0]) or return; my $line = <$f>; chomp $line if defined $line; return $line }
# A group that has gone with its node is no fault.
sub set {
  my ($file, $value) = @_;
  my $done = open(my $f, '>', $file);
  $done &&= defined syswrite $f, $value;
  $done || $!{ENOENT} || $!{ENODEV} or warn "$file cannot be set to $value: $!\n";
}

# The shim of this container itself has the host's view of control groups.
my $shim = getppid;
until ((first_line("/proc/$shim/comm") // '') =~ /^${shimName}/) {
  my $status = do { local $/; first_line("/proc/$shim/status") } // '';
  ($shim) = $status =~ /^PPid:\s*([1-9]\d*)/m or die "no ${shimName} runs this helper: what nodes print cannot be bounded\n";
}
my $root = "/proc/$shim/root/sys/fs/cgroup";
my $unified = -e "$root/cgroup.controllers";
my $base = $unified ? "$root/${outputGroupName}" : "$root/cpu/${outputGroupName}";

# A burst is never more than the share, so it goes first when that shrinks and last when it grows.
sub bound {
  my ($group, $share) = @_;
  my $quota = sub { $unified ? set("$group/cpu.max", "$share ${outputShare.period}") : set("$group/cpu.cfs_quota_us", $share) };
  my $burst = sub { my $file = $group . ($unified ? '/cpu.max.burst' : '/cpu.cfs_burst_us'); set($file, $share) if -e $file };
  $_->() for $share == ${squeezed} ? ($burst, $quota) : ($quota, $burst);
}

my %known; my $then = time;
while (1) {
  my $now = time; my $earned = ($now - $then) * ${credit.perSecond}; $then = $now;
  opendir(my $folder, $base) or do { %known = (); sleep ${pauseSeconds}; next };
  my %here;
  for my $pid (grep { /^\d+$/ } readdir $folder) {
    my ($read) = (first_line("/proc/$pid/io") // '') =~ /^rchar: (\d+)/ or next;
    # Who comes new begins with all its credit, whatever a helper before held it to.
    my $its = $here{$pid} = $known{$pid} // { read => $read, credit => ${credit.atOnce}, squeezed => -1 };
    my $credit = $its->{credit} + $earned - ($read - $its->{read});
    $credit = ${credit.atOnce} if $credit > ${credit.atOnce};
    $credit = -${mostDebt} if $credit < -${mostDebt};
    my $owes = $its->{squeezed} == 1 ? $credit < ${easedAt} : $credit < 0;
    bound("$base/$pid", $owes ? ${squeezed} : ${outputShare.mean}) if $owes != $its->{squeezed};
    @$its{qw(read credit squeezed)} = ($read, $credit, $owes ? 1 : 0);
  }
  %known = %here;
  sleep ${pauseSeconds};
}
`;
