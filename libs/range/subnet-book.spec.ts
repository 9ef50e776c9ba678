import { describe, expect, it } from 'vitest';
import { PoolExhausted } from './errors.js';
import { SubnetBook } from './subnet-book.js';

const all = (book: SubnetBook, pools: string, prefix: number, count: number) =>
  Array.from({ length: count }, (_, i) => book.book(pools, prefix, `n${i}`));

describe('a book of subnets', () => {
  it('gives the same network the same subnet, and rarely two the same', () => {
    const of = (key: string) => new SubnetBook([]).book('10.128.0.0/9', 28, key);
    expect(of('vocr-abcd1234-dmz')).toBe(of('vocr-abcd1234-dmz'));
    expect(new Set(Array.from({ length: 500 }, (_, i) => of(`vocr-${i}`))).size).toBeGreaterThan(495);
  });

  it('gives every subnet of a small pool once, then says with figures that it is used up', () => {
    const book = new SubnetBook([]);
    const subnets = all(book, '10.9.1.0/24', 28, 16);
    expect(new Set(subnets).size).toBe(16);
    for (const subnet of subnets) expect(subnet).toMatch(/^10\.9\.1\.\d+\/28$/);
    expect(() => book.book('10.9.1.0/24', 28, 'vocr-abcd1234-dmz')).toThrow(PoolExhausted);
    expect(() => book.book('10.9.1.0/24', 28, 'vocr-abcd1234-dmz')).toThrow(
      /vocr-abcd1234-dmz: all 16 subnets of size \/28 in 10\.9\.1\.0\/24 are taken.*VOCR_ADDRESS_POOL/s,
    );
  });

  it('goes through all pools, whatever their sizes, and never beyond one', () => {
    const pools = '10.9.1.0/26,172.30.0.0/27,192.168.7.16/28';
    const subnets = all(new SubnetBook(['10.9.1.16/28']), pools, 28, 6);
    expect(new Set(subnets)).toEqual(
      new Set([
        '10.9.1.0/28',
        '10.9.1.32/28',
        '10.9.1.48/28',
        '172.30.0.0/28',
        '172.30.0.16/28',
        '192.168.7.16/28',
      ]),
    );
  });

  it('leaves out a pool that is smaller than the subnet', () => {
    expect(all(new SubnetBook([]), '10.9.1.0/30,10.9.2.0/28', 28, 1)).toEqual(['10.9.2.0/28']);
    expect(() => new SubnetBook([]).book('10.9.1.0/30', 28, 'x')).toThrow(/all 0 subnets of size \/28/);
  });

  it.each(['a', 'b', 'c', 'd', 'e'])('finds the only gap from wherever it starts (%s)', (key) => {
    const halves = Array.from({ length: 19 }, (_, i) => ({ prefix: 27 - i, at: 2 ** (5 + i) }));
    const taken = [
      '10.0.0.16/28',
      ...halves.map(({ prefix, at }) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}/${prefix}`),
    ];
    expect(new SubnetBook(taken).book('10.0.0.0/8', 28, key)).toBe('10.0.0.0/28');
  });

  it('steps aside for a single address and ignores what is no IPv4', () => {
    expect(new SubnetBook(['fd00::/64', 'nonsense', '10.9.1.3']).book('10.9.1.0/27', 28, 'x')).toBe(
      '10.9.1.16/28',
    );
  });

  it('takes note of what is added, in whatever order and overlap', () => {
    const book = new SubnetBook(['10.9.1.32/28']);
    for (const cidr of ['10.9.1.64/27', '10.9.1.0/30', '10.9.1.32/27', '10.9.1.0/28', 'fd00::/64'])
      book.add(cidr);
    expect(new Set(all(book, '10.9.1.0/25', 28, 3))).toEqual(
      new Set(['10.9.1.16/28', '10.9.1.96/28', '10.9.1.112/28']),
    );
    expect(() => book.book('10.9.1.0/25', 28, 'x')).toThrow(PoolExhausted);
  });

  it('agrees with a plain list of free subnets, whatever is taken', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 50; round++) {
      const taken = Array.from({ length: random(40) }, () => {
        const prefix = 24 + random(9);
        const at = Math.floor(random(1024) / 2 ** (32 - prefix)) * 2 ** (32 - prefix);
        return {
          cidr: `10.9.${at >> 8}.${at & 255}/${prefix}`,
          first: at,
          last: at + 2 ** (32 - prefix) - 1,
        };
      });
      const free = Array.from({ length: 64 }, (_, i) => i * 16)
        .filter((at) => !taken.some(({ first, last }) => first <= at + 15 && at <= last))
        .map((at) => `10.9.${at >> 8}.${at & 255}/28`);
      const book = new SubnetBook([]);
      for (const { cidr } of taken) book.add(cidr);
      expect(new Set(all(book, '10.9.0.0/23,10.9.2.0/23', 28, free.length))).toEqual(new Set(free));
      expect(() => book.book('10.9.0.0/23,10.9.2.0/23', 28, 'x')).toThrow(PoolExhausted);
    }
  });

  it('looks at few blocks of 5,000 that are taken, so that the last costs what the first did', () => {
    const book = new SubnetBook([]);
    const steps = countingBlocks(book);
    all(book, '10.128.0.0/9', 28, 100);
    const early = steps.count;
    all(book, '10.128.0.0/9', 28, 4_800);
    steps.count = 0;
    Array.from({ length: 100 }, (_, i) => book.book('10.128.0.0/9', 28, `late${i}`));
    expect(early).toBeGreaterThan(0);
    expect(steps.count).toBeLessThan(5 * early);
  });
});

/** Counts how often a book looks at one of its taken blocks. */
function countingBlocks(book: SubnetBook): { count: number } {
  const steps = { count: 0 };
  const holder = book as unknown as { taken: unknown[] };
  holder.taken = new Proxy(holder.taken, {
    get(blocks, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) steps.count++;
      if (key === 'splice') return blocks.splice.bind(blocks);
      return Reflect.get(blocks, key, receiver) as unknown;
    },
  });
  return steps;
}
