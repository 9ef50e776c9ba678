import { bridgeName, labelKeys, type ContainerSpec, type NetworkSpec } from '#range';
import type { Laboratory, Shape } from './laboratory.js';
import { shapeOf } from './laboratory.js';
import type { Battlefield } from './probes.js';
import { listenOnHost, sniff } from './witness.js';

/** Where the host listens. */
export const hostPort = 31_007;
/** Port of the host at which another container is published. */
export const publishedPort = 31_008;
/** Where the host stops and the campus begins: addresses that are for documentation only. */
export const uplink = {
  host: '203.0.113.1',
  campus: '203.0.113.2',
  host6: 'fd00:e5c::1',
  campus6: 'fd00:e5c::2',
};

/** Two nodes on one network. Both may send raw frames. */
export const pair = (cidr: string, more: object = {}): Shape => {
  const at = (last: number) => cidr.replace(/\d+\/\d+$/, String(last));
  const node = (last: number) => ({
    image: 'base',
    command: ['sleep', 'infinity'],
    networks: { lan: { address: at(last) } },
    capabilities: ['NET_RAW'],
    resources: { memory: '64M', disk: '16M' },
    ...more,
  });
  return shapeOf({ networks: { lan: { cidr } }, nodes: { box: node(10), peer: node(20) } });
};

/** Everything around a range that must not be reached from it, with a witness at each place. */
export interface Surroundings {
  /** The campus side of the host's uplink, as a process of the host. */
  campusPid: number;
  /** A container that has nothing to do with VOCR, on an ordinary network, with a published port. */
  published: { container: string; pid: number; ip: string; gateway: string };
  close(): Promise<void>;
}

/** A campus behind the host's uplink, an ordinary container with a published port, and listeners on the host. */
export async function surround(lab: Laboratory): Promise<Surroundings> {
  const campusPid = Number(
    await lab.onHost(`
      ip link del esc-up0 2>/dev/null || :
      setsid unshare --net sleep infinity </dev/null >/dev/null 2>&1 & pid=$!
      for i in $(seq 100); do [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ] && break; sleep 0.02; done
      set -e
      ip link add esc-up0 type veth peer name esc-up1 netns $pid
      ip addr add ${uplink.host}/24 dev esc-up0; ip -6 addr add ${uplink.host6}/64 dev esc-up0 nodad; ip link set esc-up0 up
      nsenter --net=/proc/$pid/ns/net sh -ec 'ip link set lo up; ip addr add ${uplink.campus}/24 dev esc-up1
        ip -6 addr add ${uplink.campus6}/64 dev esc-up1 nodad; ip link set esc-up1 up
        ip route add default via ${uplink.host}; ip -6 route add default via ${uplink.host6}'
      echo $pid`),
  );
  const published = await publish(lab);
  await listenOnHost(lab, [hostPort, 4789]);
  await sniff(lab, 'campus', campusPid, ['esc-up1']);
  await sniff(lab, 'published', published.pid, ['eth0']);
  return {
    campusPid,
    published,
    close: async () => void (await lab.onHost(`ip link del esc-up0; kill ${campusPid}`)),
  };
}

async function publish(lab: Laboratory): Promise<Surroundings['published']> {
  const labels = { [labelKeys.installation]: lab.installation };
  const name = `vocr-${lab.installation}-published`;
  const network = await lab.engine.networks.create({
    Name: name,
    Driver: 'bridge',
    Internal: false,
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: '10.201.254.0/24' }] },
    Options: {},
    Labels: labels,
  } satisfies NetworkSpec);
  const server = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 9) or die; while (my $c = $s->accept) { my $l = <$c>; print $c "published\\n"; close $c }`;
  const container = await lab.engine.containers.create(name, {
    Image: lab.base,
    Cmd: ['perl', '-e', server],
    Labels: labels,
    ExposedPorts: { '80/tcp': {} },
    HostConfig: {
      Init: true,
      NetworkMode: network,
      PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: String(publishedPort) }] },
    },
  } as unknown as ContainerSpec);
  await lab.engine.containers.start(container);
  const { pid } = (await lab.engine.containers.inspect(container))!;
  const ip = await lab.onHost(
    `nsenter -t ${pid} -n ip -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }'`,
  );
  return { container, pid, ip, gateway: '10.201.254.1' };
}

/** What an attacker in a range knows. @param others ranges (their node `box`) that must not be reached */
export async function battlefield(
  lab: Laboratory,
  range: string,
  own: string,
  around: Pick<Surroundings, 'published'>,
  others: Record<string, { range: string; ip: string }>,
): Promise<Battlefield> {
  const bridge = bridgeName(range, 0);
  // Until the bridge has made sure that no one else has its IPv6 address it takes nothing there.
  const facts = await lab.onHost(`
    for i in $(seq 60); do ip -6 -o addr show dev ${bridge} scope link | grep -v tentative | grep -q fe80 && break; sleep 0.1; done
    ip -o link show dev ${bridge} | sed 's/.*link.ether \\([0-9a-f:]*\\).*/\\1/'
    ip -6 -o addr show dev ${bridge} scope link | awk '{ sub("/.*", "", $4); print $4 }'`);
  const [mac = '', linkLocal = ''] = facts.split('\n');
  const subnet = (await lab.engine.networks.list([`${labelKeys.range}=${range}`]))[0]!.subnets[0]!;
  const strangers: Record<string, string> = {};
  for (const [name, other] of Object.entries(others)) strangers[name] = await macOf(lab, other.range, 'box');
  return {
    own: { mac: await macOf(lab, range, 'box'), ip: own },
    bridge: { mac, linkLocal },
    targets: {
      'the book gateway': subnet.replace(/(\d+)\/\d+$/, (_, last: string) => String(Number(last) + 1)),
      'the first address': own.replace(/\d+$/, '1'),
      uplink: uplink.host,
      loopback: '127.0.0.1',
      "another bridge's gateway": around.published.gateway,
      'an ordinary container': around.published.ip,
      campus: uplink.campus,
      ...Object.fromEntries(Object.entries(others).map(([name, other]) => [name, other.ip])),
    },
    targets6: { uplink: uplink.host6, campus: uplink.campus6 },
    strangers,
    port: hostPort,
  };
}

/** Hardware address of a node's first interface. */
export async function macOf(lab: Laboratory, range: string, node: string): Promise<string> {
  const { pid } = await lab.box(range, node);
  return lab.onHost(
    `nsenter -t ${pid} -n ip -o link show dev eth0 | sed 's/.*link.ether \\([0-9a-f:]*\\).*/\\1/'`,
  );
}
