import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressError, addressPlan, addressSeenFrom } from './addresses.js';
import { addressNumber, addressText, blockOf } from './ipv4.js';
import type { ScenarioNode } from './schema.js';

type Links = Record<string, { address?: string } | null>;
const plan = (networks: Record<string, string>, nodes: Record<string, Links>) =>
  addressPlan({
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, cidr]) => [name, { cidr, internet: 'none' as const }]),
    ),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, links]) => [name, { networks: links } as ScenarioNode]),
    ),
  });

describe('addressPlan', () => {
  it('keeps declared addresses and gives the lowest free ones to the rest, by name', () => {
    const made = plan(
      { lan: '10.0.0.0/24', dmz: '192.168.5.0/28' },
      {
        web: { dmz: {}, lan: { address: '10.0.0.2' } },
        db: { lan: null },
        a: { lan: {}, dmz: { address: '192.168.5.1' } },
      },
    );
    expect(made).toEqual({
      web: [
        { network: 'dmz', address: '192.168.5.2', prefix: 28 },
        { network: 'lan', address: '10.0.0.2', prefix: 24 },
      ],
      db: [{ network: 'lan', address: '10.0.0.4', prefix: 24 }],
      a: [
        { network: 'lan', address: '10.0.0.3', prefix: 24 },
        { network: 'dmz', address: '192.168.5.1', prefix: 28 },
      ],
    });
    expect(Object.keys(made)).toEqual(['web', 'db', 'a']);
  });

  it('says which network is full and for whom', () => {
    const crowd = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`n${index}`, { lan: {} }]));
    expect(() => plan({ lan: '10.0.0.0/29' }, crowd)).toThrow(
      new AddressError('network lan has no free address for node n5'),
    );
    expect(() => plan({}, { web: { lan: {} } })).toThrow(AddressError);
  });

  it('gives every interface an address of its own inside its network, whatever the order of nodes', () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const fixed = fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fixed, fc.shuffledSubarray(names, { minLength: 12, maxLength: 12 }), (wanted, order) => {
        const used = new Set<number>();
        const links = (name: string): Links => {
          const host = wanted[name];
          if (host === undefined || used.has(host)) return { lan: {} };
          used.add(host);
          return { lan: { address: `10.1.2.${host}` } };
        };
        const nodes = Object.fromEntries(names.map((name) => [name, links(name)]));
        const made = plan({ lan: '10.1.2.0/27' }, nodes);
        const numbers = Object.values(made).map(([first]) => addressNumber(first!.address));
        expect(new Set(numbers).size).toBe(12);
        for (const number of numbers) {
          expect(number).toBeGreaterThan(addressNumber('10.1.2.0'));
          expect(number).toBeLessThan(addressNumber('10.1.2.31'));
        }
        expect(
          plan({ lan: '10.1.2.0/27' }, Object.fromEntries(order.map((name) => [name, nodes[name]!]))),
        ).toEqual(made);
      }),
    );
  });
});

describe('addressSeenFrom', () => {
  const at = (network: string, address: string) => ({ network, address, prefix: 24 });
  const made = {
    box: [at('dmz', '10.0.1.2')],
    web: [at('lan', '10.0.2.3'), at('dmz', '10.0.1.3')],
    db: [at('lan', '10.0.2.4')],
  };

  it.each([
    ['box', 'web', '10.0.1.3'],
    ['db', 'web', '10.0.2.3'],
    ['box', 'db', undefined],
    ['box', 'none', undefined],
  ])('from %s to %s is %s', (from, to, address) => {
    expect(addressSeenFrom(made, from, to)).toBe(address);
  });
});

describe('ipv4', () => {
  it('goes from text to number and back', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => addressText(addressNumber(address)) === address));
    expect(addressNumber('255.255.255.255')).toBe(2 ** 32 - 1);
  });

  it.each([
    ['10.0.0.0/8', '10.0.0.0', '10.255.255.255', true],
    ['10.1.0.0/8', '10.0.0.0', '10.255.255.255', false],
    ['192.168.1.200/30', '192.168.1.200', '192.168.1.203', true],
    ['1.2.3.4/32', '1.2.3.4', '1.2.3.4', true],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', true],
  ])('knows the bounds of %s', (cidr, first, last, exact) => {
    const block = blockOf(cidr);
    expect([addressText(block.first), addressText(block.last), block.exact]).toEqual([first, last, exact]);
  });
});
