import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeName, missingRules } from '#range';
import { attack, send } from './support/attack.js';
import { ethernet, ip4, udp4 } from './support/frames.js';
import { openLaboratory, type Laboratory } from './support/laboratory.js';
import { networkProbes, type Battlefield } from './support/probes.js';
import {
  battlefield,
  hostPort,
  macOf,
  pair,
  publishedPort,
  surround,
  type Surroundings,
} from './support/surroundings.js';
import { ruleWhere, without } from './support/static-rules.js';
import { hostTables } from './support/tables.js';
import { tokenOf } from './support/token.js';
import { heard, sniff } from './support/witness.js';

let lab: Laboratory;
let around: Surroundings;
let field: Battlefield;
const attacker = 'escape00';
const others = {
  'a range with the same addresses': { range: 'escape01', ip: '10.77.0.10' },
  'a range with other addresses': { range: 'escape02', ip: '10.78.0.10' },
};

beforeAll(async () => {
  lab = await openLaboratory('network');
  around = await surround(lab);
  await Promise.all([
    lab.launch(attacker, pair('10.77.0.0/24')),
    lab.launch('escape01', pair('10.77.0.0/24')),
    lab.launch('escape02', pair('10.78.0.0/24')),
  ]);
  await sniff(lab, 'escape00-peer', (await lab.box(attacker, 'peer')).pid, ['eth0']);
  for (const range of ['escape01', 'escape02']) {
    for (const node of ['box', 'peer'])
      await sniff(lab, `${range}-${node}`, (await lab.box(range, node)).pid, ['eth0', 'lo']);
  }
  field = await battlefield(lab, attacker, '10.77.0.10', around, others);
});

afterAll(async () => {
  await around?.close();
  await lab?.close();
});

describe('a box of a range, with raw frames', () => {
  it('reaches nothing outside of its range, and changes no table of the host', async () => {
    const before = await hostTables(lab, bridgeName(attacker, 0));
    const probes = networkProbes(field, 'wire');
    const through = await attack(lab, attacker, 'box', 'wire', probes);
    await lab.tally({ probes: probes.length, gotThrough: through.length });
    expect(through).toEqual([]);
    expect(await hostTables(lab, bridgeName(attacker, 0))).toEqual(before);
  });

  it('reaches nothing by ordinary connections', async () => {
    const places = [...Object.values(field.targets), '127.0.0.11', '169.254.169.254'].flatMap((ip) =>
      [hostPort, publishedPort, 80, 53, 2375, 5432, 8080].map((port) => `${ip} ${port}`),
    );
    const connect = `use IO::Socket::INET; while (<STDIN>) { chomp; my ($ip, $port) = split; my $own = $ip eq '127.0.0.1';
      my $pid = fork // die; if (!$pid) { alarm 3; my $s = IO::Socket::INET->new(PeerAddr => $ip, PeerPort => $port, Timeout => 2); syswrite STDOUT, "reached $_\\n" if $s; exit } }
      1 while wait > 0; print "done\\n"`;
    const result = await lab.inside(attacker, 'box', ['perl', '-e', connect], {
      input: `${places.join('\n')}\n`,
    });
    const reached = result.stdout.match(/^reached .*/gm) ?? [];
    await lab.tally({ probes: places.length, gotThrough: reached.length });
    expect(reached).toEqual([]);
    expect(result.stdout).toContain('done');
  });

  it('is not reached from outside', async () => {
    const box = await lab.box(attacker, 'box');
    await sniff(lab, 'inside', box.pid, ['eth0']);
    const addresses = [
      '10.77.0.10',
      field.targets['the book gateway']!.replace(/\d+$/, (last) => String(Number(last) + 1)),
    ];
    const places = {
      host: '',
      campus: `nsenter --net=/proc/${around.campusPid}/ns/net`,
      published: `nsenter -t ${around.published.pid} -n`,
    };
    const probes: string[] = [];
    const shout = `use IO::Socket::INET; my ($to, $word) = @ARGV; my $s = IO::Socket::INET->new(Proto => "udp", PeerAddr => $to, PeerPort => 9) or exit; send $s, $word, 0 for 1 .. 3`;
    for (const [place, enter] of Object.entries(places)) {
      for (const ip of addresses) {
        await lab.onHost(`${enter} perl -e '${shout}' ${ip} ${tokenOf('inward', probes.length)} || :`);
        probes.push(`${place} to ${ip}`);
      }
    }
    const through = [...((await heard(lab, 'inward')).get('inside') ?? [])].map((n) => probes[n]);
    await lab.tally({ probes: probes.length, gotThrough: through.length });
    expect(through).toEqual([]);
  });

  it('gets no part of a datagram of another range, nor puts one into it', async () => {
    const data = (probe: number) => Buffer.from(tokenOf('parts', probe).padEnd(48));
    const part = async (
      range: string,
      probe: number,
      place: { offset?: number; more?: boolean; id: number },
    ) => {
      const [from, to] = await Promise.all(['box', 'peer'].map((node) => macOf(lab, range, node)));
      const head = place.more
        ? udp4(9, Buffer.concat([data(probe), Buffer.alloc(40)])).subarray(0, 56)
        : data(probe);
      return ethernet(
        { from: from!, to: to! },
        0x0800,
        ip4({ from: '10.77.0.10', to: '10.77.0.20', protocol: 17, ...place }, head),
      );
    };
    let probe = 0;
    for (const [first, second] of [
      [attacker, 'escape01'],
      ['escape01', attacker],
    ] as const) {
      for (let id = 100; id < 110; id++) {
        await send(lab, first, 'box', [await part(first, probe, { more: true, id: id + probe })], 'eth0', 1);
        await send(
          lab,
          second,
          'box',
          [await part(second, probe + 1, { offset: 56, id: id + probe })],
          'eth0',
          1,
        );
        if (id === 109) probe += 2;
      }
    }
    const places = await heard(lab, 'parts');
    const through = [
      ...[...(places.get('escape01-peer') ?? [])].filter((n) => n === 0 || n === 3),
      ...[...(places.get('escape00-peer') ?? [])].filter((n) => n === 1 || n === 2),
    ];
    await lab.tally({ probes: 20, gotThrough: through.length });
    expect(through).toEqual([]);
  });

  it('has no way out, no name from outside, no IPv6', async () => {
    const { stdout } = await lab.inside(attacker, 'box', [
      'sh',
      '-c',
      `cat /proc/net/route | tail -n +2 | wc -l; cat /proc/net/if_inet6; getent hosts example.org; echo names $?; ls /sys/class/net | tr '\\n' ' '`,
    ]);
    await lab.tally({ probes: 3, gotThrough: 0 });
    expect(stdout).toMatch(/^1\nnames 2\neth0 lo \n?$/);
  });
});

describe('the check before a launch', () => {
  it('finds every rule in force', async () => {
    expect(await missingRules(lab.helper)).toEqual([]);
  });
});

describe('the rule that lets frames pass inside a bridge', () => {
  it('is needed: without it the engine keeps nodes of one range from each other', async () => {
    const [from, to] = await Promise.all(['box', 'peer'].map((node) => macOf(lab, attacker, node)));
    const reach = async (run: string) => {
      const packet = ip4(
        { from: '10.77.0.10', to: '10.77.0.20', protocol: 17 },
        udp4(9, Buffer.from(tokenOf(run, 0))),
      );
      await send(lab, attacker, 'box', [ethernet({ from: from!, to: to! }, 0x0800, packet)]);
      return (await heard(lab, run)).has(`${attacker}-peer`);
    };
    expect(await reach('with')).toBe(true);
    const rule = ruleWhere('iptables', 'DOCKER-USER');
    expect(await without(lab, { rules: [rule] }, () => reach('without'))).toBe(false);
  });
});
