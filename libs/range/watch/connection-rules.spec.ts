import { describe, expect, it } from 'vitest';
import { countsOf, countScript } from './connection-rules.js';
import type { WatchedRange } from './model.js';

const face = (address: string) => ({ network: 'lan', address, prefix: 24 });
const range: WatchedRange = {
  range: 'aaaaaaaa',
  nodes: [
    { name: 'box', interfaces: [face('10.7.0.10'), face('10.8.0.10')] },
    { name: 'server', interfaces: [face('10.7.0.20'), face('10.8.0.20')] },
    {
      name: 'gate',
      interfaces: [face('10.7.0.1')],
      router: { forward: 'drop', rules: [], masquerade: [] },
    },
  ],
};
const matches = (wanted: Parameters<typeof countsOf>[1]) => countsOf(range, wanted).map((one) => one.matches);

describe('what the kernel counts', () => {
  it('is the first packet of TCP at a port of the node, and a first fragment that may be one', () => {
    const [count] = countsOf(range, [{ node: 'box', to: 'server', protocol: 'tcp', port: 22 }]);
    expect(count!.ports).toEqual(['rng-aaaaaaaaA0', 'rng-aaaaaaaaB0']);
    expect(count!.matches).toEqual([
      'ip daddr { 10.7.0.20, 10.8.0.20 } tcp flags & (syn | ack | rst) == syn tcp dport 22',
      'ip daddr { 10.7.0.20, 10.8.0.20 } ip protocol tcp ip frag-off & 0x3fff == 0x2000 tcp dport 22',
    ]);
  });

  it('is each datagram and each echo request, to anyone where no receiver is named', () => {
    expect(matches([{ node: 'box', protocol: 'udp', port: 53 }])).toEqual([
      ['ip protocol udp ip frag-off & 0x1fff == 0 udp dport 53'],
    ]);
    expect(matches([{ node: 'box', protocol: 'icmp' }])).toEqual([['icmp type echo-request']]);
  });

  it('is of a router only what it sends itself: through it pass others', () => {
    expect(matches([{ node: 'gate', protocol: 'icmp' }])).toEqual([
      ['ip saddr { 10.7.0.1 } icmp type echo-request'],
    ]);
  });

  it('is counted once for equal wishes, under a name that says the range and stays', () => {
    const ssh = { node: 'box', protocol: 'tcp', port: 22 } as const;
    const counts = countsOf(range, [ssh, { ...ssh, port: 23 }, ssh]);
    expect(counts).toHaveLength(2);
    expect(counts[0]!.any).toMatch(/^s-aaaaaaaa-[0-9a-f]{12}-any$/);
    expect(countsOf(range, [ssh])[0]!.any).toBe(counts[0]!.any);
  });

  it('cannot be of a node, a receiver or a port that is not there', () => {
    expect(() => countsOf(range, [{ node: 'bix', protocol: 'tcp' }])).toThrow(
      'connections of bix cannot be watched: the range has no such node',
    );
    expect(() => countsOf(range, [{ node: 'box', to: 'bix', protocol: 'tcp' }])).toThrow(
      'connections to bix',
    );
    expect(() => countsOf(range, [{ node: 'box', protocol: 'tcp', port: 70_000 }])).toThrow(
      '70000 is no port',
    );
  });

  it('is counted at all before it is counted by receiver, which a flood may fill', () => {
    const script = countScript(countsOf(range, [{ node: 'box', protocol: 'tcp' }]));
    for (const rule of script.match(/^add rule .*update.*$/gm)!) {
      expect(rule).toMatch(
        /update @\S+-any \{ ip protocol counter \} update @\S+-to \{ ip daddr \. tcp dport counter \}$/,
      );
    }
    expect(script.match(/^add rule .*update.*$/gm)).toHaveLength(4);
    expect(script.match(/^if \[ -e \/sys\/class\/net\/rng-aaaaaaaa[AB]0 \]; then$/gm)).toHaveLength(2);
  });
});
