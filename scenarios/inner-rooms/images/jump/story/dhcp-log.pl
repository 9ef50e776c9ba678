# Prints what the DHCP server of the visitors' network wrote, 12 to 21 November 2026. Leases last 12 hours, so an
# address goes from hand to hand. @visitor@ is part of an address and @laptop@ of a device's name; both differ per team.
use strict;
use warnings;
use POSIX qw(strftime);
srand 6811;

my ($begin, $day) = (1794441600, 86400);    # 2026-11-12
my @lines;
my @kinds = (
  [qw(iPhone f0:18:98)], [qw(Galaxy-A54 5c:cb:99)], [qw(Redmi-Note-12 64:dd:e9)], [qw(OPPO-Reno8 e4:c4:83)],
  [qw(LAPTOP-%06X 3c:52:82)], [qw(DESKTOP-%06X d8:bb:c1)], [qw(MacBook-Air a4:83:e7)], [qw(vivo-Y22 98:f6:21)],
);

sub machine { return join ':', shift, map { sprintf '%02x', int rand 256 } 1 .. 3 }

sub lease {
  my ($at, $address, $name, $mac) = @_;
  my $who = "$mac $name";
  push @lines, [$at, "DHCPDISCOVER(eth2) $mac"], [$at, "DHCPOFFER(eth2) 10.30.10.$address $mac"],
    [$at + 1, "DHCPREQUEST(eth2) 10.30.10.$address $mac"], [$at + 1, "DHCPACK(eth2) 10.30.10.$address $who"];
}

for my $number (0 .. 9) {
  my $open = $begin + $number * $day + 6 * 3600 + 1800;
  my @addresses = sort { $a->[1] <=> $b->[1] } map { [$_, rand] } 60 .. 119;
  for (1 .. 55) {
    my ($name, $vendor) = @{ $kinds[rand @kinds] };
    $name = sprintf $name, int rand 0xFFFFFF if $name =~ /%/;
    lease($open + int rand 11 * 3600, (pop @addresses)->[0], $name, machine($vendor));
  }
}
# The address in question on other days, and other machines of the contractor: neither is the one.
lease($begin + 1 * $day + 8 * 3600 + 731, '@visitor@', 'Galaxy-A54', machine('5c:cb:99'));
lease($begin + 3 * $day + 9 * 3600 + 1220, '@visitor@', 'LAPTOP-4E19C2', machine('3c:52:82'));
lease($begin + 6 * $day + 6 * 3600 + 2011, '@visitor@', 'MacBook-Air', machine('a4:83:e7'));
lease($begin + 8 * $day + 7 * 3600 + 92, '@visitor@', 'OPPO-Reno8', machine('e4:c4:83'));
lease($begin + 5 * $day + 8 * 3600 + 1999, 171, 'HL-KYTHUAT-117', machine('3c:52:82'));
lease($begin + 8 * $day + 8 * 3600 + 640, 183, 'HL-KYTHUAT-943', machine('3c:52:82'));
# Two evenings, after the MacBook's twelve hours were over.
my $own = machine('3c:52:82');
lease($begin + 6 * $day + 19 * 3600 + 1985, '@visitor@', 'HL-KYTHUAT-@laptop@', $own);
lease($begin + 7 * $day + 20 * 3600 + 118, '@visitor@', 'HL-KYTHUAT-@laptop@', $own);

for my $index (sort { $lines[$a][0] <=> $lines[$b][0] || $a <=> $b } 0 .. $#lines) {
  print strftime('%b %d %H:%M:%S', gmtime $lines[$index][0]), " fw dnsmasq-dhcp[412]: $lines[$index][1]\n";
}
