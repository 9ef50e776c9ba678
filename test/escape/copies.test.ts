import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationRules, missingRules } from '#range';
import { openLaboratory, shapeOf, type Laboratory } from './support/laboratory.js';

/** Copies of one range at once; all of them with `npm run test:full`. */
const copies = process.env.VOCR_TEST_FULL ? 100 : 8;
const atOnce = 4;
const ranges = Array.from({ length: copies }, (_, i) => `copy${String(i).padStart(4, '0')}`);
let lab: Laboratory;

const serve = (range: string) => [
  'sh',
  '-c',
  `mkdir /srv/www; echo value-of-${range} >/srv/www/value; exec /.vocr/busybox httpd -f -p 80 -h /srv/www`,
];
const copy = (range: string) => {
  const node = (last: number, command: string[]) => ({
    image: 'base',
    command,
    networks: { lan: { address: `192.168.1.${last}` } },
    capabilities: ['NET_RAW', 'NET_BIND_SERVICE'],
    resources: { memory: '24M', disk: '4M', processes: 32 },
  });
  return shapeOf({
    networks: { lan: { cidr: '192.168.1.0/24' } },
    nodes: { box: node(10, ['sleep', 'infinity']), web: node(20, serve(range)) },
  });
};

async function each<T>(work: (range: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const waiting = ranges.map((range, i) => ({ range, i }));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) results[next.i] = await work(next.range);
    }),
  );
  return results;
}

beforeAll(async () => {
  lab = await openLaboratory('copies');
}, 60_000);
afterAll(async () => {
  await lab?.close();
}, 300_000);

describe(`${copies} copies of one network at once`, () => {
  it(
    'have their own neighbours at the same addresses, and hear no others',
    { timeout: 900_000 },
    async () => {
      const begun = performance.now();
      await each((range) => lab.launch(range, copy(range)));
      const launched = performance.now() - begun;
      // All at once, so that answers could go astray: each asks its neighbour, and calls to everyone.
      const ask = `alarm 60; use IO::Socket::INET; my %heard;
      for (1 .. 20) { my $s = IO::Socket::INET->new(PeerAddr => "192.168.1.20", PeerPort => 80, Timeout => 5) or die "no answer: $!"; print $s "GET /value HTTP/1.0\\r\\n\\r\\n"; my @l = <$s>; chomp @l; $heard{$l[-1]}++ }
      print join(",", map { "$_ x $heard{$_}" } sort keys %heard), "\\n"`;
      const listen = `alarm 60; use Socket; my $value = shift; socket(my $s, AF_INET, SOCK_DGRAM, 17) or die; bind($s, pack_sockaddr_in(777, INADDR_ANY)) or die; setsockopt($s, SOL_SOCKET, SO_BROADCAST, 1);
      my (%heard, $r); my $end = time + 4; my $next = 0; while (time < $end) { if (time >= $next) { send $s, $value, 0, pack_sockaddr_in(777, inet_aton("192.168.1.255")); $next = time + 1 }
      $r = ""; vec($r, fileno $s, 1) = 1; select($r, undef, undef, 0.2) or next; recv($s, my $d, 99, 0); $heard{$d}++ } print join(",", sort keys %heard), "\\n"`;
      const said = await each(async (range) => {
        const [web, everyone] = await Promise.all([
          lab.inside(range, 'box', ['perl', '-e', ask], { timeoutMs: 90_000 }),
          lab.inside(range, 'box', ['perl', '-e', listen, range], { timeoutMs: 90_000 }),
        ]);
        return `${web.stdout}${web.stderr}${everyone.stdout}${everyone.stderr}`;
      });
      const wrong = ranges.filter((range, i) => said[i] !== `value-of-${range} x 20\n${range}\n`);
      await lab.tally({ probes: copies * 2, gotThrough: wrong.length });
      expect(wrong.map((range) => said[ranges.indexOf(range)])).toEqual([]);
      const rules = Number(await lab.onHost(`iptables -S | grep -c rng-+; exit 0`));
      const ofRanges = isolationRules.filter(
        ({ tool, match }) => tool === 'iptables' && match.includes('rng-+'),
      );
      expect(rules).toBe(ofRanges.length);
      expect(await missingRules(lab.helper)).toEqual([]);
      console.log(
        `${copies} copies in ${(launched / 1000).toFixed(1)} s; each asked its neighbour 20 times and called to everyone; ${wrong.length} heard another; ${isolationRules.length} static rules`,
      );
    },
  );
});
