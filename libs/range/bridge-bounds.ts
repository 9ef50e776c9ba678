import { bridgeAgeing, deafenScript, forgetGone } from './deaf-bridges.js';
import { EngineError } from './errors.js';
import type { Helper } from './helper.js';

/** Hardware addresses that one bridge learns; each costs memory of the host's kernel, which no limit of a node counts. */
const mostLearned = 1024;
const boundTimeoutMs = 10_000;

/**
 * A Perl program that bounds each bridge named in its arguments, in the kernel's own tongue (rtnetlink): the tools of a
 * stable distribution do not know the number yet. A kernel that does not know it either leaves it aside: there, only the
 * time for which an address is remembered bounds the table. Of multicast groups a bridge then remembers none.
 */
const program = String.raw`
use strict; use Socket;
my ($netlink, $request_ack, $newlink, $error) = (16, 1 | 4, 16, 2);
my ($linkinfo, $kind, $data, $ageing, $snooping, $max_learned) = (18, 1, 2, 4, 23, 49);
sub attribute { my ($type, $value) = @_; my $a = pack('S S', 4 + length $value, $type) . $value; $a . "\0" x (-length($a) % 4) }
socket(my $kernel, $netlink, SOCK_RAW, 0) or die "no netlink socket: $!\n";
for my $bridge (@ARGV) {
  open(my $file, '<', "/sys/class/net/$bridge/ifindex") or die "$bridge: $!\n";
  chomp(my $index = <$file>);
  my $bounds = attribute($ageing, pack('L', ${bridgeAgeing})) . attribute($snooping, pack('C', 0))
    . attribute($max_learned, pack('L', ${mostLearned}));
  my $body = pack('C x S l L L', 0, 0, $index, 0, 0)
    . attribute($linkinfo, attribute($kind, "bridge\0") . attribute($data, $bounds));
  send($kernel, pack('L S S L L', 16 + length $body, $newlink, $request_ack, 1, 0) . $body, 0) or die "$bridge: $!\n";
  defined recv($kernel, my $answer, 8192, 0) or die "$bridge: $!\n";
  my (undef, $type, undef, undef, undef, $errno) = unpack('L S S L L l', $answer);
  die "$bridge: the kernel answered with type $type\n" if $type != $error;
  if ($errno) { $! = -$errno; die "$bridge: $!\n" }
}
print "bounded\n";
`;

/**
 * Makes bridges deaf to what is meant for the host, and bounds what they learn of the nodes on them, so that forged
 * addresses do not fill the host's memory.
 * @throws EngineError when that cannot be done; nothing may run on the bridges then
 */
export async function boundBridges(helper: Pick<Helper, 'run'>, bridges: string[]): Promise<void> {
  if (bridges.length === 0) return;
  const { stdout, stderr } = await helper.run(boundScript(bridges), boundTimeoutMs);
  if (stdout.trim() !== 'bounded') {
    throw new EngineError(
      `what the range's bridges learn and pass on to the host cannot be bounded: ${stderr.trim() || 'no answer'}`,
    );
  }
}

/** Deaf first: a bridge that is bounded is known to be deaf. */
export function boundScript(bridges: string[]): string {
  const wrong = bridges.find((name) => !/^rng-[a-z0-9]+$/.test(name));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no bridge of a range`);
  return [
    'set -e',
    deafenScript(bridges),
    `perl - ${bridges.join(' ')} <<'END-OF-PROGRAM'`,
    program,
    'END-OF-PROGRAM',
    forgetGone,
  ].join('\n');
}
