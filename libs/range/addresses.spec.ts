import { describe, expect, it } from 'vitest';
import { bookPrefix, bookSubnet, routedNetworks } from './addresses.js';
import { PoolExhausted } from './errors.js';

describe('bookPrefix', () => {
  it.each([
    [0, 28],
    [13, 28],
    [14, 27],
    [29, 27],
    [30, 26],
    [1000, 22],
  ])('%i nodes need /%i', (nodes, prefix) => expect(bookPrefix(nodes)).toBe(prefix));
});

describe('bookSubnet', () => {
  it('is the same for the same network, and rarely for two', () => {
    const of = (key: string) => bookSubnet('10.128.0.0/9', 28, key, []);
    expect(of('vocr-abcd1234-dmz')).toBe(of('vocr-abcd1234-dmz'));
    expect(new Set(Array.from({ length: 500 }, (_, i) => of(`vocr-${i}`))).size).toBeGreaterThan(495);
  });

  it('gives every subnet of a small pool once, then says that it is used up', () => {
    const taken = new Set<string>();
    for (let i = 0; i < 16; i++) {
      const subnet = bookSubnet('10.9.1.0/24', 28, `n${i}`, taken);
      expect(taken.has(subnet)).toBe(false);
      expect(subnet).toMatch(/^10\.9\.1\.\d+\/28$/);
      taken.add(subnet);
    }
    expect(() => bookSubnet('10.9.1.0/24', 28, 'more', taken)).toThrow(PoolExhausted);
  });

  it.each(['a', 'b', 'c', 'd', 'e'])('finds the only gap from wherever it starts (%s)', (key) => {
    const taken = [
      '10.0.0.0/9',
      '10.128.0.0/10',
      '10.192.0.0/11',
      '10.224.0.16/28',
      '10.224.0.32/27',
      '10.224.0.64/26',
      '10.224.0.128/25',
      '10.224.1.0/24',
      '10.224.2.0/23',
      '10.224.4.0/22',
      '10.224.8.0/21',
      '10.224.16.0/20',
      '10.224.32.0/19',
      '10.224.64.0/18',
      '10.224.128.0/17',
      '10.225.0.0/16',
      '10.226.0.0/15',
      '10.228.0.0/14',
      '10.232.0.0/13',
      '10.240.0.0/12',
    ];
    expect(bookSubnet('10.0.0.0/8', 28, key, taken)).toBe('10.224.0.0/28');
  });

  it('steps aside for a single address and ignores what is no IPv4', () => {
    const free = bookSubnet('10.9.1.0/27', 28, 'x', ['fd00::/64', 'nonsense', '10.9.1.3']);
    expect(free).toBe('10.9.1.16/28');
  });

  it('refuses a pool smaller than one subnet', () => {
    expect(() => bookSubnet('10.9.1.0/30', 28, 'x', [])).toThrow(/VOCR_ADDRESS_POOL/);
  });
});

it('routedNetworks reads what the host routes, and leaves the default route out', () => {
  const routes = [
    'default via 192.0.2.1 dev eth0 ',
    '10.128.0.0/16 via 192.0.2.7 dev eth0',
    '192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2',
    'local 172.17.0.1 dev docker0 table local proto kernel',
    'blackhole 10.200.0.0/15',
    '',
  ].join('\n');
  expect(routedNetworks(routes)).toEqual(['10.128.0.0/16', '192.0.2.0/24', '172.17.0.1', '10.200.0.0/15']);
});
