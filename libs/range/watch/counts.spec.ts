import { describe, expect, it } from 'vitest';
import { countsOf, mostReceivers } from './connection-rules.js';
import { newConnections, readCounts, type Counts, type Told } from './counts.js';
import type { WatchedRange } from './model.js';

const range: WatchedRange = {
  range: 'aaaaaaaa',
  nodes: [
    { name: 'box', interfaces: [{ network: 'lan', address: '10.7.0.10', prefix: 24 }] },
    { name: 'server', interfaces: [{ network: 'lan', address: '10.7.0.20', prefix: 24 }] },
  ],
};
const [rule] = countsOf(range, [{ node: 'box', protocol: 'tcp' }]);
const now = 1_000_000;
const listing = (any: string, to: string) =>
  [
    'table netdev vocr-seen {',
    `\tset ${rule!.any} {\n\t\ttype inet_proto\n\t\tsize 4${any && `\n\t\telements = { ${any} }`}\n\t}\n`,
    `\tset ${rule!.to} {\n\t\ttype ipv4_addr . inet_service\n\t\tsize 64${to && `\n\t\telements = { ${to} }`}\n\t}\n`,
    '\tchain rng-aaaaaaaaA0 {\n\t\ttype filter hook ingress device "rng-aaaaaaaaA0" priority 10;\n\t}\n}',
  ].join('\n');
const look = (counts: Counts, told: Told = {}, at = now) => newConnections(range, [rule!], counts, told, at);
const read = (any: string, to: string) => readCounts(listing(any, to)).counts;
const one = (packets: number, left = '59m59s500ms') => `counter packets ${packets} bytes 60 expires ${left}`;

describe('what the kernel has counted', () => {
  it('is read with receivers, numbers and times, and with the ports that are counted', () => {
    const { counts, chains } = readCounts(
      listing(`tcp ${one(3)}`, `10.7.0.20 . 22 ${one(2)},\n\t\t\t     10.7.0.99 . 80 ${one(1, '59m')}`),
    );
    expect(chains).toEqual(new Set(['rng-aaaaaaaaA0']));
    expect(counts.get(rule!.to)).toEqual(
      new Map([
        ['10.7.0.20 . 22', { packets: 2, agoMs: 500 }],
        ['10.7.0.99 . 80', { packets: 1, agoMs: 60_000 }],
      ]),
    );
    expect(readCounts(listing('', '')).counts.get(rule!.to)).toEqual(new Map());
    expect(readCounts('').chains.size).toBe(0);
  });

  it('is told in the order of its time, with the node where it has a name', () => {
    const { seen } = look(read(`tcp ${one(3)}`, `10.7.0.20 . 22 ${one(2)}, 10.7.0.99 . 80 ${one(1, '59m')}`));
    expect(seen).toEqual([
      { kind: 'connection', node: 'box', protocol: 'tcp', port: 80, at: now - 60_000 },
      { kind: 'connection', node: 'box', to: 'server', protocol: 'tcp', port: 22, at: now - 500 },
    ]);
  });

  it('is not told twice, though its time is worked out a little differently', () => {
    const { told } = look(read(`tcp ${one(1)}`, `10.7.0.20 . 22 ${one(1)}`));
    expect(
      look(read(`tcp ${one(1)}`, `10.7.0.20 . 22 ${one(1, '59m58s490ms')}`), told, now + 1_000).seen,
    ).toEqual([]);
  });

  it('is told again when there was more, also after it was forgotten in between', () => {
    const { told } = look(read(`tcp ${one(1)}`, `10.7.0.20 . 22 ${one(1)}`));
    expect(look(read(`tcp ${one(2)}`, `10.7.0.20 . 22 ${one(2)}`), told).seen).toHaveLength(1);
    const later = look(read(`tcp ${one(1)}`, `10.7.0.20 . 22 ${one(1)}`), told, now + 7_200_000);
    expect(later.seen).toMatchObject([{ at: now + 7_200_000 - 500 }]);
  });

  it('is told without a receiver when there are more than are told apart', () => {
    const full = Array.from({ length: mostReceivers }, (_, i) => `10.7.0.20 . ${i + 1} ${one(1)}`).join(', ');
    const { seen, told } = look(read(`tcp ${one(64)}`, full));
    expect(seen).toHaveLength(mostReceivers);
    expect(look(read(`tcp ${one(65)}`, full), told).seen).toEqual([
      { kind: 'connection', node: 'box', protocol: 'tcp', at: now - 500 },
    ]);
  });
});
