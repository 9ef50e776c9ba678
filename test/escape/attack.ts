/**
 * What a trainee with NET_RAW may send from a box, as a Perl script, for Perl is in every Debian base. Each line that it
 * prints is a thing that got through: `tcp ADDRESS`. Raw frames are counted by who listens on the host.
 */
export interface Attack {
  /** Hardware address of the bridge; a trainee would find it by listening. */
  bridge: string;
  /** The bridge's IPv6 link-local address. */
  linkLocal: string | undefined;
  /** IPv4 addresses of the host. */
  hosts: string[];
  /** Where the host listens, TCP and UDP, on 0.0.0.0 and ::. */
  port: number;
  /** The box's own address. */
  own: string;
}

/** How often each raw frame is sent. */
export const frames = 5;

/** The script's standard input tells it what to attack: `key value` a line. */
export function attackInput({ bridge, linkLocal, hosts, port, own }: Attack): string {
  return [
    `bridge ${bridge}`,
    ...(linkLocal ? [`v6 ${linkLocal}`] : []),
    ...hosts.map((h) => `host ${h}`),
    `port ${port}`,
    `own ${own}`,
    '',
  ].join('\n');
}

export const attackScript = String.raw`
use strict; use Socket; use IO::Socket::INET;
my (%one, @hosts);
while (<STDIN>) { chomp; my ($k, $v) = split / /; if ($k eq 'host') { push @hosts, $v } else { $one{$k} = $v } }
$| = 1;
sub mac { pack 'H12', $_[0] =~ s/://gr }
sub sum { my $s = 0; my $d = $_[0]; $d .= "\0" if length($d) % 2; $s += $_ for unpack 'n*', $d; $s = ($s & 0xffff) + ($s >> 16) while $s >> 16; ~$s & 0xffff }
my $eth = '/sys/class/net/eth0';
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; my $l = <$f>; chomp $l; $l }
my ($index, $me, $bridge) = (slurp("$eth/ifindex"), mac(slurp("$eth/address")), mac($one{bridge}));
socket(my $raw, 17, SOCK_RAW, 0x0300) or die "raw socket: $!";
sub frame { my ($to, $type, $data) = @_; my $sll = pack 'S n i S C C a8', 17, $type, $index, 0, 0, 6, $to;
  send($raw, $to . $me . pack('n', $type) . $data, 0, $sll) or die "send: $!" for 1 .. ${frames} }

for my $host (@hosts) {
  my $s = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $one{port}, Timeout => 1) or next;
  print "tcp $host\n";
}
my $everyone = "\xff" x 6;
for my $host (@hosts) {
  my $udp = pack('n n n n', 4000, $one{port}, 8 + 4, 0) . "raw4";
  my $head = pack('C C n n n C C n a4 a4', 0x45, 0, 20 + length $udp, 1, 0, 64, 17, 0, inet_aton($one{own}), inet_aton($host));
  substr($head, 10, 2) = pack 'n', sum($head);
  frame($bridge, 0x0800, $head . $udp);
  frame($everyone, 0x0806, pack('n n C C n a6 a4 a6 a4', 1, 0x0800, 6, 4, 1, $me, inet_aton("10.66.0.$_"), "\0" x 6, inet_aton($host))) for 1 .. 5;
}
if ($one{v6}) {
  my ($from, $to) = (Socket::inet_pton(AF_INET6, 'fe80::666'), Socket::inet_pton(AF_INET6, $one{v6}));
  my $udp = pack('n n n n', 4000, $one{port}, 8 + 4, 0) . "raw6";
  substr($udp, 6, 2) = pack 'n', sum($from . $to . pack('N N', length $udp, 17) . $udp);
  frame($bridge, 0x86dd, pack('N n C C', 0x60000000, length $udp, 17, 64) . $from . $to . $udp);
}
print "done\n";
`;
