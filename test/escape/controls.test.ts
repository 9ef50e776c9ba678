import { release } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeName, missingRules, type IsolationRule } from '#range';
import { attack, send } from './support/attack.js';
import { ethernet, ip4, ip6, udp4, udp6 } from './support/frames.js';
import { datagram, forwarding6, tracking6, wayIn } from './support/host-ways.js';
import { openLaboratory, type Laboratory } from './support/laboratory.js';
import { networkProbes, stateProbes, type Battlefield } from './support/probes.js';
import { ruleWhere, without, type Open } from './support/static-rules.js';
import { battlefield, macOf, pair, surround, type Surroundings } from './support/surroundings.js';
import { hostTables } from './support/tables.js';
import { tokenOf } from './support/token.js';
import { heard, sniff } from './support/witness.js';

let lab: Laboratory;
let around: Surroundings;
let field: Battlefield;
/** A range with all controls of bridges, and one that was built without them. */
const [guarded, soft, twin] = ['control0', 'control1', 'control2'];
const bridge = bridgeName(guarded, 0);
let attacks = 0;

beforeAll(async () => {
  lab = await openLaboratory('controls');
  around = await surround(lab);
  const unbounded = (script: string) => script.replace(/ \. attribute\(\$snooping[^;]*;/, ';');
  await Promise.all([
    lab.launch(guarded, pair('10.77.0.0/24')),
    lab.launch(twin, pair('10.77.0.0/24')),
    lab.launch(soft, pair('10.79.0.0/24'), {
      script: unbounded,
      network: (spec) => ({
        ...spec,
        Options: { 'com.docker.network.bridge.name': spec.Options['com.docker.network.bridge.name']! },
      }),
    }),
  ]);
  await sniff(lab, 'inside', (await lab.box(guarded, 'box')).pid, ['eth0']);
  field = await battlefield(lab, guarded, '10.77.0.10', around, { twin: { range: twin, ip: '10.77.0.10' } });
});
afterAll(async () => {
  await around?.close();
  await lab?.close();
});

/** What gets through of the frames whose names match. */
async function shoot(names: RegExp): Promise<number> {
  const run = `shot${++attacks}`;
  const probes = networkProbes(field, run);
  const chosen = probes.map((probe) => ({
    ...probe,
    frame: names.test(probe.name) ? probe.frame : undefined,
  }));
  const frames = chosen.filter((probe) => probe.frame !== undefined);
  expect(frames.length).toBeGreaterThan(0);
  await send(
    lab,
    guarded,
    'box',
    frames.map((probe) => probe.frame!),
  );
  const places = await heard(lab, run);
  // The attacker's own interface hears what is sent there.
  return [...places]
    .filter(([place]) => place !== 'inside')
    .reduce((sum, [, numbers]) => sum + numbers.size, 0);
}

/** Makes `place` send to an address; whether the guarded box hears it. */
async function inward(enter: string, program: string): Promise<number> {
  const run = `in${++attacks}`;
  await lab.onHost(`${enter} perl -e '${program}' ${tokenOf(run, 0)} || :`);
  return (await heard(lab, run)).get('inside')?.size ?? 0;
}

interface Case {
  control: string;
  /** The rule that is taken away. */
  rule: () => IsolationRule;
  /** What else stops the attempt, and is taken away before: with the rule alone nothing must get through. */
  beside?: Omit<Open, 'more'> & { more?: (mac: string) => NonNullable<Open['more']> };
  attempt: () => Promise<number>;
}

const deaf = () => ruleWhere('nft', 'netdev');
const arp = () => ruleWhere('arptables', 'INPUT');
const entries = async (work: () => Promise<unknown>, of: 'connections' | 'neighbours' = 'connections') => {
  const before = (await hostTables(lab, bridge))[of];
  await work();
  return Math.max(0, (await hostTables(lab, bridge))[of] - before - 5);
};
const toPeer = async (frames: (mac: { from: string; to: string }) => Buffer[]) => {
  const [from, to] = await Promise.all(['box', 'peer'].map((node) => macOf(lab, guarded, node)));
  await send(lab, guarded, 'box', frames({ from: from!, to: to! }), 'eth0', 1);
};
const ways = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const cases: Case[] = [
  {
    control: 'bridges are deaf',
    rule: deaf,
    attempt: () => shoot(/^(udp|closed).* in the name of (campus|an ordinary container|uplink)$/),
  },
  {
    control: 'no socket of the host by IPv4',
    rule: () => ruleWhere('iptables', 'INPUT'),
    beside: { rules: [deaf()] },
    attempt: () => shoot(/^udp to uplink by bridge/),
  },
  {
    control: 'no socket of the host by IPv6',
    rule: () => ruleWhere('ip6tables', 'INPUT'),
    beside: { rules: [deaf()] },
    attempt: () => shoot(/^udp6 to bridge from fe80::666 by/),
  },
  {
    control: 'nothing routed out by IPv4',
    rule: () => ruleWhere('iptables', 'FORWARD -i'),
    beside: { rules: [deaf()], engine: true },
    attempt: () => shoot(/^(udp|ping) to (campus|an ordinary container) by bridge/),
  },
  {
    control: 'nothing routed in by IPv4',
    rule: () => ruleWhere('iptables', 'FORWARD -o'),
    beside: { rules: [deaf()], engine: true, more: wayIn(bridge, 'ip', '10.77.0.0/24', '10.77.0.10') },
    attempt: () =>
      inward(`nsenter --net=/proc/${around.campusPid}/ns/net`, datagram('AF_INET', '10.77.0.10')),
  },
  {
    control: 'nothing routed out by IPv6',
    rule: () => ruleWhere('ip6tables', 'FORWARD -i'),
    beside: { rules: [deaf()], engine: true, more: forwarding6 },
    attempt: () => shoot(/^udp6 to campus from fd00:e5c::666 by/),
  },
  {
    control: 'nothing routed in by IPv6',
    rule: () => ruleWhere('ip6tables', 'FORWARD -o'),
    beside: {
      rules: [deaf()],
      engine: true,
      more: (mac) => {
        const way = wayIn(bridge, 'ip -6', 'fd77::/64', 'fd77::10')(mac);
        return { open: `${forwarding6().open}; ${way.open}`, close: `${way.close}; ${forwarding6().close}` };
      },
    },
    attempt: () => inward(`nsenter --net=/proc/${around.campusPid}/ns/net`, datagram('AF_INET6', 'fd77::10')),
  },
  {
    control: 'no connections of ranges in the table, by IPv4',
    rule: () => ruleWhere('nft', 'ip early'),
    attempt: () =>
      entries(() =>
        toPeer((macs) =>
          ways(200).map((i) =>
            ethernet(
              macs,
              0x0800,
              ip4({ from: `10.77.1.${i}`, to: '10.77.0.20', protocol: 17 }, udp4(9, Buffer.alloc(8))),
            ),
          ),
        ),
      ),
  },
  {
    control: 'no connections of ranges in the table, by IPv6',
    rule: () => ruleWhere('nft', 'ip6 early'),
    beside: { rules: [], more: tracking6 },
    attempt: () =>
      entries(() =>
        toPeer((macs) =>
          ways(200).map((i) =>
            ethernet(
              macs,
              0x86dd,
              ip6(`fd66::${i}`, 'fd66::f00', 17, udp6(`fd66::${i}`, 'fd66::f00', 9, Buffer.alloc(8))),
            ),
          ),
        ),
      ),
  },
  {
    control: 'no forged neighbours',
    rule: arp,
    beside: { rules: [deaf()] },
    attempt: () =>
      entries(
        () =>
          attack(
            lab,
            guarded,
            'box',
            'arp',
            stateProbes(field).filter((p) => p.name.startsWith('ARP')),
          ),
        'neighbours',
      ),
  },
];

describe('a control of the host, taken away, lets the attack through:', () => {
  it.each(cases)('$control', async ({ rule, beside, attempt }) => {
    const mac = await macOf(lab, guarded, 'box');
    const open: Open = { rules: [], ...beside, more: beside?.more?.(mac) };
    const held = await without(lab, open, attempt);
    const through = await without(lab, { ...open, rules: [...open.rules, rule()] }, async () => {
      // The watch sees it as well.
      expect(await missingRules(lab.helper)).toContainEqual(rule());
      return attempt();
    });
    await lab.tally({
      probes: 1,
      gotThrough: held === 0 ? 0 : 1,
      takenAway: 1,
      noticed: through > 0 ? 1 : 0,
    });
    expect({ held, through }).toEqual({ held: 0, through: expect.any(Number) as number });
    expect(through).toBeGreaterThan(0);
    expect(await missingRules(lab.helper)).toEqual([]);
  });
});

describe('a control of a bridge, left out, lets the attack through:', () => {
  it('no address of the host on it', async () => {
    const book = async (range: string) => {
      const { pid } = await lab.box(range, 'box');
      const subnet = (await lab.engine.networks.list([`vocr.range=${range}`]))[0]!.subnets[0]!;
      const at = (n: number) => subnet.replace(/(\d+)\/\d+$/, (_, last: string) => String(Number(last) + n));
      // As a trainee who may set addresses could.
      return lab.onHost(`nsenter -t ${pid} -n ip addr replace ${at(9)}/28 dev eth0
        nsenter -t ${pid} -n perl -e 'use IO::Socket::INET; print IO::Socket::INET->new(PeerAddr => "${at(1)}", PeerPort => ${field.port}, Timeout => 2) ? 1 : 0'`);
    };
    const [held, through] = await without(
      lab,
      { rules: [deaf(), arp(), ruleWhere('iptables', 'INPUT')], engine: true },
      async () => [await book(guarded), await book(soft)],
    );
    await lab.tally({ probes: 1, gotThrough: Number(held), takenAway: 1, noticed: Number(through) });
    expect({ held, through }).toEqual({ held: '0', through: '1' });
  });

  const [major = 0, minor = 0] = release().split('.').map(Number);
  it.skipIf(major < 6 || (major === 6 && minor < 7))('how many hardware addresses it learns', async () => {
    const flood = async (range: string) => {
      const program = `open my $f, "<", "/sys/class/net/eth0/ifindex" or die; chomp(my $i = <$f>); socket(my $raw, 17, 3, 0x0300) or die; my $to = pack "S n i S C C a8", 17, 0x88b5, $i, 0, 0, 6, "\\xff" x 6;
        send($raw, "\\xff" x 6 . pack("C C N", 2, 0, $_) . pack("n", 0x88b5) . "x" x 46, 0, $to) or die $! for 1 .. 20000`;
      await lab.inside(range, 'box', ['perl', '-e', program]);
      return Number(await lab.onHost(`bridge fdb show br ${bridgeName(range, 0)} | wc -l`));
    };
    const [held, through] = [await flood(guarded), await flood(soft)];
    await lab.tally({
      probes: 1,
      gotThrough: held < 1_100 ? 0 : 1,
      takenAway: 1,
      noticed: through > 15_000 ? 1 : 0,
    });
    expect(held).toBeLessThan(1_100);
    expect(through).toBeGreaterThan(15_000);
  });

  it('that it remembers no multicast groups', async () => {
    const wish = async (range: string) => {
      const own = await battlefield(lab, range, range === soft ? '10.79.0.10' : '10.77.0.10', around, {});
      await attack(
        lab,
        range,
        'box',
        `mdb${range}`,
        stateProbes(own).filter((p) => p.name.startsWith('wish')),
      );
      return (await hostTables(lab, bridgeName(range, 0))).groups;
    };
    const [held, through] = [await wish(guarded), await wish(soft)];
    await lab.tally({
      probes: 1,
      gotThrough: held === 0 ? 0 : 1,
      takenAway: 1,
      noticed: through > 100 ? 1 : 0,
    });
    expect(held).toBe(0);
    expect(through).toBeGreaterThan(100);
  });
});
