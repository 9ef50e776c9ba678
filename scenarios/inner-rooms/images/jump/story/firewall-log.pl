# Prints ten days of the firewall's log, 12 to 21 November 2026. @visitor@ is part of one visitor's address and
# @ops_port@ a port; both differ per team.
use strict;
use warnings;
use POSIX qw(strftime);
srand 5903;

my ($begin, $day) = (1794441600, 86400);    # 2026-11-12
my @lines;

sub entry {
  my ($at, $verdict, $in, $out, $source, $target, $protocol, $port) = @_;
  my $ends = $protocol eq 'ICMP' ? 'TYPE=8' : sprintf 'SPT=%d DPT=%s', 32768 + int rand 28000, $port;
  push @lines, [$at, "fw kernel: $verdict IN=$in OUT=$out SRC=$source DST=$target PROTO=$protocol $ends"];
}

# The monitoring, and HIS reading the laboratory's results.
for (my $at = $begin + 17; $at < $begin + 10 * $day; $at += 300) {
  entry($at, qw(ACCEPT dmz maychu 10.30.20.22 10.30.30.10 TCP 22));
}
for (my $at = $begin + 4; $at < $begin + 10 * $day; $at += 600) {
  entry($at, qw(ACCEPT maychu xetnghiem 10.30.30.10 10.30.40.20 TCP 3306));
}
# Visitors, in the day's hours: the hospital's site, and what phones try by themselves.
my %knocks = (53 => 'UDP', 123 => 'UDP', 443 => 'TCP', 5353 => 'UDP', 8009 => 'TCP', 1900 => 'UDP');
my @ports = sort { $a <=> $b } keys %knocks;
my @beyond = (['dmz', '10.30.20.10'], ['maychu', '10.30.30.10'], ['internet', '203.0.113.57']);
my $someone = sub { '10.30.10.' . (60 + int rand 60) };
for my $number (0 .. 9) {
  my $open = $begin + $number * $day + 7 * 3600;
  for (1 .. 150) {
    entry($open + int rand 11 * 3600, qw(ACCEPT khach dmz), $someone->(), qw(10.30.20.10 TCP 80));
  }
  for (1 .. 90) {
    my $port = $ports[rand @ports];
    my ($out, $target) = @{ $beyond[rand @beyond] };
    entry($open + int rand 12 * 3600, qw(DROP khach), $out, $someone->(), $target, $knocks{$port}, $port);
  }
  entry($open + int rand 9 * 3600, qw(ACCEPT khach dmz), $someone->(), qw(10.30.20.10 ICMP), '') for 1 .. 6;
  # The support looks at the operations page.
  for (1 .. 3 + int rand 4) {
    entry($open + 3600 + int rand 8 * 3600, qw(ACCEPT dmz maychu 10.30.20.22 10.30.30.10 TCP @ops_port@));
  }
}
# Loud and harmless: a visitor's laptop with a worm knocks everywhere for an hour, and the wall holds.
my $worm = $begin + 4 * $day + 9 * 3600;
my @walls = (['maychu', '10.30.30'], ['xetnghiem', '10.30.40'], ['dmz', '10.30.20']);
my @wanted = (135, 139, 445, 3389, 5432);
for (1 .. 700) {
  my ($out, $net) = @{ $walls[rand @walls] };
  my $target = "$net." . (1 + int rand 254);
  entry($worm + int rand 3600, qw(DROP khach), $out, '10.30.10.88', $target, 'TCP', $wanted[rand @wanted]);
}
# The quiet one: two evenings, first a look round, then only what gets through.
for my $evening ([6, 19 * 3600 + 2460], [7, 20 * 3600 + 540]) {
  my $at = $begin + $evening->[0] * $day + $evening->[1];
  for my $port ($evening->[0] == 6 ? (22, 80, 443, 3306, 5432) : ()) {
    entry($at += 2, qw(DROP khach xetnghiem 10.30.10.@visitor@ 10.30.40.20 TCP), $port);
  }
  for my $port (5900, 5901, 5901, 5902, 5901, 5901) {
    entry($at += 20 + int rand 400, qw(ACCEPT khach xetnghiem 10.30.10.@visitor@ 10.30.40.20 TCP), $port);
  }
}

for my $line (sort { $a->[0] <=> $b->[0] || $a->[1] cmp $b->[1] } @lines) {
  print strftime('%b %d %H:%M:%S', gmtime $line->[0]), " $line->[1]\n";
}
