import type { Laboratory } from './laboratory.js';
import type { Probe } from './probes.js';
import { heard } from './witness.js';

/** Sends frames just as they are, each `times` times. Its standard input: the number, then a frame a line in hexadecimal. */
const sendProgram = String.raw`
use strict; use Socket;
my ($device, $times) = @ARGV;
open(my $f, '<', "/sys/class/net/$device/ifindex") or die "$device: $!"; chomp(my $index = <$f>);
socket(my $raw, 17, SOCK_RAW, 0x0300) or die "raw socket: $!";
my $sent = 0;
while (<STDIN>) { chomp; my $frame = pack 'H*', $_;
  my $to = pack 'S n i S C C a8', 17, unpack('n', substr $frame, 12, 2), $index, 0, 0, 6, substr($frame, 0, 6);
  for (1 .. $times) { send($raw, $frame, 0, $to) or die "frame $sent: $!" }
  $sent++;
}
print "sent $sent\n";
`;

/** Sends frames from a box. @throws Error when not all could be sent */
export async function send(
  lab: Laboratory,
  range: string,
  node: string,
  frames: Buffer[],
  device = 'eth0',
  times = 2,
) {
  const result = await lab.inside(range, node, ['perl', '-e', sendProgram, device, String(times)], {
    input: `${frames.map((frame) => frame.toString('hex')).join('\n')}\n`,
    timeoutMs: 60_000,
  });
  if (result.stdout !== `sent ${frames.length}\n`) {
    throw new Error(
      `${range}/${node} could not send ${frames.length} frames: ${result.stdout}${result.stderr}`,
    );
  }
}

/** What got through: `NAME, heard at PLACE`, where the place is not in the attacker's own range. */
export async function attack(
  lab: Laboratory,
  range: string,
  node: string,
  run: string,
  probes: Probe[],
): Promise<string[]> {
  await send(
    lab,
    range,
    node,
    probes.map((p) => p.frame),
  );
  const places = await heard(lab, run);
  return [...places]
    .filter(([place]) => !place.startsWith(range))
    .flatMap(([place, numbers]) => [...numbers].map((n) => `${probes[n]?.name ?? n}, heard at ${place}`));
}
