import {
  address6,
  arp,
  echoRequest,
  ethernet,
  icmp6,
  igmpReport,
  ip4,
  ip6,
  syn,
  udp4,
  udp6,
  word,
} from './frames.js';
import { tokenOf } from './token.js';

/** What a trainee in a box knows or finds out, and what there is to be reached. */
export interface Battlefield {
  own: { mac: string; ip: string };
  /** Hardware address and IPv6 link-local address of the box's bridge. */
  bridge: { mac: string; linkLocal: string };
  /** IPv4 addresses that must not be reached, by name. */
  targets: Record<string, string>;
  /** IPv6 addresses that must not be reached, by name. */
  targets6: Record<string, string>;
  /** Hardware addresses of boxes of other ranges, by name. */
  strangers: Record<string, string>;
  /** Where the host listens. */
  port: number;
}

/** One thing that is sent; whoever hears its token was reached. */
export interface Probe {
  name: string;
  frame: Buffer;
}

const everyone = 'ff:ff:ff:ff:ff:ff';
/** For those on one cable only: a bridge leaves such frames to the port on which they come, as if there were no bridge. */
const neighbourhood = '01:80:c2:00:00:0e';
const protocols = { gre: 47, esp: 50, ipip: 4, '6in4': 41, ospf: 89, vrrp: 112, sctp: 132 };

/** IPv4 packets of many kinds to one address. */
function packets(from: string, to: string, port: number, data: Buffer): Record<string, Buffer> {
  const udp = udp4(port, data);
  const inner = ip4({ from, to, protocol: 17 }, udp);
  const loose = Buffer.concat([
    Buffer.from([131, 7, 4]),
    Buffer.from(to.split('.').map(Number)),
    Buffer.from([0]),
  ]);
  const vxlan = Buffer.concat([Buffer.from([8, 0, 0, 0, 0, 0, 1, 0]), data]);
  const others = Object.entries(protocols).map(([name, protocol]): [string, Buffer] => {
    const payload = name === 'gre' ? Buffer.concat([Buffer.from([0, 0, 8, 0]), inner]) : inner;
    return [name, ip4({ from, to, protocol }, payload)];
  });
  return {
    udp: inner,
    syn: ip4({ from, to, protocol: 6 }, syn(from, to, port, data)),
    ping: ip4({ from, to, protocol: 1 }, echoRequest(data)),
    vxlan: ip4({ from, to, protocol: 17 }, udp4(4789, vxlan)),
    dhcp: ip4({ from, to, protocol: 17 }, udp4(67, data)),
    dns: ip4({ from, to, protocol: 17 }, udp4(53, data)),
    igmp: ip4({ from, to, protocol: 2 }, igmpReport('239.1.2.3', data)),
    'source-routed': ip4({ from, to, protocol: 17, options: loose }, udp),
    'dying at the host': ip4({ from, to, protocol: 17, ttl: 1 }, udp),
    ...Object.fromEntries(others),
  };
}

/** What may stand between a frame's addresses and its packet: [type, bytes before the packet]. */
const wrappings: Record<string, [number, Buffer]> = {
  plain: [0x0800, Buffer.alloc(0)],
  'vlan 0': [0x8100, Buffer.from([0, 0, 8, 0])],
  'vlan 1': [0x8100, Buffer.from([0, 1, 8, 0])],
  'vlan 4095': [0x8100, Buffer.from([0x0f, 0xff, 8, 0])],
  '802.1ad': [0x88a8, Buffer.from([0, 0, 8, 0])],
  'q-in-q': [0x88a8, Buffer.from([0, 1, 0x81, 0, 0, 1, 8, 0])],
  pppoe: [0x8864, Buffer.from([0x11, 0, 0, 1, 0, 60, 0, 0x21])],
  mpls: [0x8847, Buffer.from([0, 0, 1, 64])],
  snap: [0x0100, Buffer.from([0xaa, 0xaa, 3, 0, 0, 0, 8, 0])],
};

/** Everything that is tried over the wire, each with a token of its own. @param run tells attacks apart */
export function networkProbes(field: Battlefield, run: string): Probe[] {
  const probes: Probe[] = [];
  const add = (name: string, make: (data: Buffer) => Buffer) =>
    probes.push({ name, frame: make(Buffer.from(tokenOf(run, probes.length))) });
  const { own, bridge, targets, targets6, strangers, port } = field;
  const plain = { to: bridge.mac, from: own.mac };
  const doors: Record<string, string> = { bridge: bridge.mac, everyone, neighbourhood, ...strangers };

  for (const [target, ip] of Object.entries(targets)) {
    for (const kind of Object.keys(packets(own.ip, ip, port, Buffer.alloc(1)))) {
      for (const [door, to] of Object.entries(doors)) {
        add(`${kind} to ${target} by ${door}`, (data) =>
          ethernet({ to, from: own.mac }, 0x0800, packets(own.ip, ip, port, data)[kind]!),
        );
      }
    }
    for (const [wrapping, [type, before]] of Object.entries(wrappings)) {
      add(`udp in ${wrapping} to ${target}`, (data) =>
        ethernet(plain, type, Buffer.concat([before, packets(own.ip, ip, port, data).udp!])),
      );
    }
    const masks = { ...targets, nobody: '0.0.0.0', everyone: '255.255.255.255', multicast: '224.0.0.1' };
    for (const [mask, from] of Object.entries(masks)) {
      add(`udp to ${target} in the name of ${mask}`, (data) =>
        ethernet(plain, 0x0800, ip4({ from, to: ip, protocol: 17 }, udp4(port, data))),
      );
    }
    // The host must not answer with an error either: it would carry the packet to whom the sender pretends to be.
    for (const [mask, from] of Object.entries(targets)) {
      const pretended = { from, to: ip, protocol: 17 };
      add(`udp dying at the host to ${target} in the name of ${mask}`, (data) =>
        ethernet(plain, 0x0800, ip4({ ...pretended, ttl: 1 }, udp4(port, data))),
      );
      add(`udp with a wrong option to ${target} in the name of ${mask}`, (data) =>
        ethernet(
          plain,
          0x0800,
          ip4({ ...pretended, options: Buffer.from([131, 2, 0, 0]) }, udp4(port, data)),
        ),
      );
      add(`closed port of ${target} in the name of ${mask}`, (data) =>
        ethernet(plain, 0x0800, ip4(pretended, udp4(port + 7, data))),
      );
    }
    for (const [mask, from] of Object.entries({ bridge: bridge.mac, ...strangers })) {
      add(`udp to ${target} with the hardware address of ${mask}`, (data) =>
        ethernet({ to: bridge.mac, from }, 0x0800, packets(own.ip, ip, port, data).udp!),
      );
    }
    // The token is in the second part, so that the parts must be put together to be a datagram.
    add(`udp in fragments to ${target}`, (data) =>
      ethernet(plain, 0x0800, ip4({ from: own.ip, to: ip, protocol: 17, offset: 8 }, data)),
    );
  }
  const groups = {
    everyone: '255.255.255.255',
    hosts: '224.0.0.1',
    mdns: '224.0.0.251',
    '0.0.0.0': '0.0.0.0',
  };
  for (const [group, ip] of Object.entries(groups)) {
    for (const to of [everyone, '01:00:5e:00:00:01', neighbourhood, bridge.mac]) {
      for (const kind of ['udp', 'ping', 'dhcp', 'igmp']) {
        add(`${kind} to ${group} by ${to}`, (data) =>
          ethernet({ to, from: own.mac }, 0x0800, packets(own.ip, ip, port, data)[kind]!),
        );
      }
    }
  }
  const from6 = 'fe80::666';
  const all6 = { ...targets6, bridge: bridge.linkLocal, 'all nodes': 'ff02::1', 'all routers': 'ff02::2' };
  for (const [target, ip] of Object.entries(all6)) {
    for (const to of [bridge.mac, '33:33:00:00:00:01', '33:33:00:00:00:02', everyone, neighbourhood]) {
      for (const from of [from6, 'fd00:e5c::666', '::']) {
        add(`udp6 to ${target} from ${from} by ${to}`, (data) =>
          ethernet({ to, from: own.mac }, 0x86dd, ip6(from, ip, 17, udp6(from, ip, port, data))),
        );
      }
      add(`ping6 to ${target} by ${to}`, (data) =>
        ethernet(
          { to, from: own.mac },
          0x86dd,
          ip6(from6, ip, 58, icmp6(from6, ip, 128, Buffer.concat([Buffer.from([0, 1, 0, 1]), data]))),
        ),
      );
    }
  }
  return [...probes, ...stateProbes(field)];
}

/** Frames without a payload that anyone reads; what they would do to the host is seen in its tables. */
export function stateProbes({ own, bridge, targets }: Battlefield): Probe[] {
  const forged = Array.from({ length: 100 }, (_, i) => `10.66.0.${i + 1}`);
  const multicast = (last: string) => ({ to: `01:80:c2:00:00:${last}`, from: own.mac });
  const bpdu = Buffer.from(
    `000000000000${'0001'}020000000001000000000001020000000001800100001400020000000f00`,
    'hex',
  );
  const llc = (data: Buffer) => Buffer.concat([Buffer.from([0x42, 0x42, 3]), data]);
  const advertisement = Buffer.concat([
    Buffer.from([64, 0, 7, 8]),
    Buffer.alloc(8),
    // A prefix from which the host would make itself an address.
    Buffer.from([3, 4, 64, 0xc0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    address6('fd66::'),
  ]);
  const in6 = (to: string, type: number, body: Buffer) =>
    ethernet(
      { to: '33:33:00:00:00:01', from: own.mac },
      0x86dd,
      ip6('fe80::666', to, 58, icmp6('fe80::666', to, type, body)),
    );
  const link = Buffer.concat([Buffer.from([1, 1]), Buffer.from(own.mac.replaceAll(':', ''), 'hex')]);
  const solicitation = Buffer.concat([Buffer.alloc(4), address6(bridge.linkLocal), link]);
  const advertised = Buffer.concat([
    Buffer.from([0x60, 0, 0, 0]),
    address6('fe80::667'),
    Buffer.from([2]),
    link.subarray(1),
  ]);
  return [
    ...forged.flatMap((ip) =>
      Object.entries(targets).map(([target, host]) => ({
        name: `ARP question of ${ip} to ${target}`,
        frame: ethernet(
          { to: everyone, from: own.mac },
          0x0806,
          arp(1, { ...own, ip }, { mac: '00:00:00:00:00:00', ip: host }),
        ),
      })),
    ),
    ...forged.map((ip) => ({
      name: `gratuitous ARP of ${ip}`,
      frame: ethernet({ to: everyone, from: own.mac }, 0x0806, arp(2, { ...own, ip }, { mac: everyone, ip })),
    })),
    ...forged.map((ip, i) => ({
      name: `ARP in vlan 0 of ${ip}`,
      frame: ethernet(
        { to: bridge.mac, from: own.mac },
        0x8100,
        Buffer.concat([
          word(0),
          word(0x0806),
          arp(1, { ...own, ip: `10.66.1.${i}` }, { mac: bridge.mac, ip: Object.values(targets)[0]! }),
        ]),
      ),
    })),
    ...Array.from({ length: 200 }, (_, i) => ({
      name: `wish for multicast group ${i}`,
      frame: ethernet(
        { to: '01:00:5e:00:00:16', from: own.mac },
        0x0800,
        ip4(
          { from: own.ip, to: '224.0.0.22', protocol: 2, ttl: 1, options: Buffer.from([148, 4, 0, 0]) },
          igmpReport(`239.7.${i >> 8}.${i & 255}`, Buffer.alloc(0)),
        ),
      ),
    })),
    { name: 'BPDU', frame: ethernet(multicast('00'), 38, llc(bpdu)) },
    {
      name: 'BPDU with the bridge as sender',
      frame: ethernet({ ...multicast('00'), from: bridge.mac }, 38, llc(bpdu)),
    },
    { name: 'pause', frame: ethernet(multicast('01'), 0x8808, Buffer.from([0, 1, 0xff, 0xff])) },
    { name: 'LACP', frame: ethernet(multicast('02'), 0x8809, Buffer.from([1, 1])) },
    { name: '802.1X', frame: ethernet(multicast('03'), 0x888e, Buffer.from([1, 1, 0, 0])) },
    { name: 'LLDP', frame: ethernet(multicast('0e'), 0x88cc, Buffer.from([2, 7, 4, 2, 0, 0, 0, 0, 1])) },
    { name: 'router advertisement', frame: in6('ff02::1', 134, advertisement) },
    { name: 'neighbour solicitation', frame: in6(bridge.linkLocal, 135, solicitation) },
    { name: 'neighbour advertisement', frame: in6('ff02::1', 136, advertised) },
    ...[0x0000, 0x0060, 0x22f0, 0x88a2, 0x8906, 0x88e5, 0x88f7, 0x9000, 0xffff].map((type) => ({
      name: `type ${type.toString(16)}`,
      frame: ethernet({ to: everyone, from: own.mac }, type, Buffer.alloc(46, 1)),
    })),
  ];
}
