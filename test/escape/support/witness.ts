import type { Laboratory } from './laboratory.js';
import { tokenPattern } from './token.js';

/** Where witnesses write what they heard, in the helper. */
const heardFile = '/tmp/heard';
const started = '/tmp/witnesses';

/** IP protocols for which the host has someone listening: each gets every packet that the host's firewall lets in. */
const protocols = [1, 2, 4, 6, 17, 41, 47, 50, 51, 89, 103, 112, 132];
const protocols6 = [4, 6, 17, 41, 47, 58, 59, 132];

const program = String.raw`
use strict; use Socket qw(:all); use IO::Select;
my ($file, $started, $place, $mode, @rest) = @ARGV;
open(my $log, '>>', $file) or die "$file: $!"; my (%heard, %accepts);
sub hear { my ($data) = @_; while ($data =~ /${tokenPattern}/g) { syswrite $log, "$place $1 $2\n" unless $heard{"$1 $2"}++ } }
my $all = IO::Select->new;
sub must { die "$place: $_[0]: $!" unless $_[1] }
if ($mode eq 'sniff') {
  for my $device (@rest) {
    must('sniffing', socket(my $s, 17, SOCK_RAW, 0x0300)); my $asked = pack 'a16 x24', $device;
    must("index of $device", ioctl($s, 0x8933, $asked)); must("on $device", bind($s, pack 'S n i S C C a8', 17, 3, unpack('x16 l', $asked), 0, 0, 0, ''));
    $all->add($s);
  }
} else {
  for my $port (@rest) {
    for my $kind (SOCK_STREAM, SOCK_DGRAM) {
      socket(my $s, AF_INET, $kind, 0); setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1); must("port $port", bind($s, pack_sockaddr_in($port, INADDR_ANY)));
      if ($kind == SOCK_STREAM) { listen $s, 50; $accepts{fileno $s} = 1 } $all->add($s);
      if (socket(my $t, AF_INET6, $kind, 0)) { setsockopt($t, 41, 26, 1); setsockopt($t, SOL_SOCKET, SO_REUSEADDR, 1);
        must("port $port of IPv6", bind($t, pack_sockaddr_in6($port, IN6ADDR_ANY)));
        if ($kind == SOCK_STREAM) { listen $t, 50; $accepts{fileno $t} = 1 } $all->add($t) }
    }
  }
  for (${protocols.join(', ')}) { must("protocol $_", socket(my $s, AF_INET, SOCK_RAW, $_)); $all->add($s) }
  for (${protocols6.join(', ')}) { if (socket(my $s, AF_INET6, SOCK_RAW, $_)) { $all->add($s) } }
}
open(my $ready, '>>', $started) or die; syswrite $ready, "$place\n";
while (1) { for my $s ($all->can_read) {
  if ($accepts{fileno $s}) { if (accept(my $c, $s)) { $all->add($c) } next }
  my $got = sysread $s, my $data, 65536;
  if ($got) { hear($data) } elsif (defined $got && $mode ne 'sniff' && getpeername $s) { $all->remove($s); close $s }
} }
`;

/** Listens on the host, as its sockets on 0.0.0.0 and :: do and its raw sockets, until the helper ends. */
export const listenOnHost = (lab: Laboratory, ports: number[]) =>
  start(lab, 'host', '', ['listen', ...ports.map(String)]);

/** Sees every packet on a device in the network of a process. @param pid of the host */
export const sniff = (lab: Laboratory, place: string, pid: number, devices: string[]) =>
  start(lab, place, `nsenter --net=/proc/${pid}/ns/net`, ['sniff', ...devices]);

async function start(lab: Laboratory, place: string, enter: string, args: string[]): Promise<void> {
  const command = `setsid ${enter} perl /tmp/witness.pl ${heardFile} ${started} '${place}' ${args.join(' ')}`;
  await lab.onHost(
    `cat >/tmp/witness.pl <<'END-OF-PROGRAM'\n${program}\nEND-OF-PROGRAM\ntouch ${heardFile} ${started}
    : >'/tmp/${place}.log'; ${command} </dev/null >'/tmp/${place}.log' 2>&1 &
    for i in $(seq 100); do grep -qx '${place}' ${started} && exit 0; sleep 0.05; done
    cat '/tmp/${place}.log' >&2; echo "the witness ${place} does not start" >&2; exit 1`,
  );
}

/** What was heard of an attack: the numbers of its probes, by place. */
export async function heard(lab: Laboratory, run: string): Promise<Map<string, Set<number>>> {
  const text = await lab.onHost(`sleep 0.3; grep -F ' ${run} ' ${heardFile} || :`);
  const places = new Map<string, Set<number>>();
  for (const line of text.split('\n').filter(Boolean)) {
    const [place = '', , probe] = line.split(' ');
    places.set(place, (places.get(place) ?? new Set()).add(Number(probe)));
  }
  return places;
}
