import { ask } from '#probes';
import { awaitReady, desire, findNode, proxiesOf, resolversOf, tarOf, type DesiredRange } from '#range';
import { scenarioSchema, type Scenario } from '#scenario';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { testInstallation } from './range-fixture.js';

type Installation = Awaited<ReturnType<typeof testInstallation>>;

/** A scenario of these networks and nodes; each node has NET_RAW and waits unless it has a command. */
export function networkScenario(networks: object, nodes: Record<string, object>): Scenario {
  return scenarioSchema.parse({
    apiVersion: 'vocr/v1',
    id: 'network-test',
    version: '1.0.0',
    title: { en: 'Networks' },
    summary: { en: 'Networks' },
    authors: ['VOCR'],
    license: 'Apache-2.0',
    difficulty: 'easy',
    duration: '10m',
    languages: ['en'],
    networks,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => [
        name,
        {
          image: 'debian:bookworm-slim',
          command: ['sleep', 'infinity'],
          capabilities: ['NET_RAW'],
          resources: { disk: '8M', memory: '64M', processes: 64 },
          ...node,
        },
      ]),
    ),
  });
}

/** Ids of the images that a scenario's nodes, resolvers and proxies run. */
export async function networkImages(t: Installation, scenario: Scenario): Promise<Record<string, string>> {
  const base = (await t.engine.images.inspect('debian:bookworm-slim'))!.id;
  const images = Object.fromEntries(Object.keys(scenario.nodes).map((node) => [node, base]));
  const own = async (folder: string, program: string, names: string[]) => {
    if (names.length === 0) return {};
    const files = await Promise.all(
      ['Dockerfile', program].map(async (path) => ({
        path,
        content: await readFile(`docker/${folder}/${path}`),
        uid: 0,
        gid: 0,
        mode: 0o644,
      })),
    );
    const context = Readable.from([await tarOf(files)]);
    const id = await t.engine.images.build(context, { tag: `vocr/${folder}:test`, labels: {} });
    return Object.fromEntries(names.map((name) => [name, id]));
  };
  return {
    ...images,
    ...(await own('resolver', 'resolver.pl', resolversOf(scenario))),
    ...(await own('proxy', 'proxy.pl', proxiesOf(scenario))),
  };
}

/** What a range of the scenario must be. */
export function wantedOf(scenario: Scenario, range: string, images: Record<string, string>): DesiredRange {
  return desire({ scenario, range, generation: 1, images, values: {} });
}

/** Waits until every node that has a probe answers it. */
export async function awaitNodes(t: Installation, desired: DesiredRange): Promise<void> {
  const { installation, engine, helper } = t;
  for (const { name, ready, interfaces } of desired.nodes) {
    if (!ready) continue;
    const look = () => findNode(engine, { installation, range: desired.range, node: name });
    const answered = async () => {
      const node = (await look())!;
      return ask(ready, { engine, helper, address: interfaces[0]!.address, ...node });
    };
    await awaitReady({ node: name, look, ask: answered, limitMs: 20_000, intervalMs: 100 });
  }
}

/** A shell line that connects and reads one line; `no` with the reason when that fails within two seconds. */
export const connect = (host: string, port: number) =>
  `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "${host}:${port}", Timeout => 2) or do { print "no: $@"; exit }; $l = <$s>; print $l // "closed"'`;

/** A command of a node that tells each who connects who they are, then its own name. */
export const greeter = (ports: number[]) => [
  'perl',
  '-MIO::Socket::INET',
  '-e',
  `for my $p (${ports.join(',')}) { next if fork; my $l = IO::Socket::INET->new(LocalPort => $p, Listen => 20, ReuseAddr => 1) or die $!;
   while (my $c = $l->accept) { print $c $c->peerhost, " ", (split /\\n/, qx(cat /etc/hostname /srv/mark))[1] // "", "\\n"; close $c } } sleep 1 while wait != -1; sleep 1e6`,
];
