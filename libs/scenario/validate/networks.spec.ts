import { describe, expect, it } from 'vitest';
import { mends, sample, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

const attackerAddress = 'dmz: { address: 192.168.56.10 }';

describe('networks', () => {
  it.each([
    [
      'overlap',
      'cidr: 10.10.20.0/24',
      'cidr: 192.168.56.128/25',
      '192.168.56.128/25 overlaps network dmz (192.168.56.0/24)',
    ],
    [
      'contain one another',
      'cidr: 10.10.20.0/24',
      'cidr: 192.168.0.0/16',
      '192.168.0.0/16 overlaps network dmz (192.168.56.0/24)',
    ],
    [
      'are an address',
      'cidr: 10.10.20.0/24',
      'cidr: 10.10.20.7/24',
      '10.10.20.7/24 is an address in a network, not a network',
    ],
    [
      'are the host itself',
      'cidr: 10.10.20.0/24',
      'cidr: 127.5.0.0/16',
      '127.5.0.0/16 cannot be used: 127.0.0.0/8 is every machine itself',
    ],
    [
      'are multicast',
      'cidr: 10.10.20.0/24',
      'cidr: 239.1.0.0/16',
      '239.1.0.0/16 cannot be used: 224.0.0.0/3 is for multicast or reserved',
    ],
    ['are too small', 'cidr: 10.10.20.0/24', 'cidr: 10.10.20.0/30', '10.10.20.0/30 is too small'],
  ])('finds networks that %s', (_, from, to, said) => {
    expect(told(sampleWith(from, to))).toEqual([`scenario.yaml:17:18 error: ${said}`]);
  });

  it('bears networks that touch', () => {
    expect(told(sampleWith('cidr: 10.10.20.0/24', 'cidr: 192.168.57.0/24'))).toEqual([]);
  });

  it.each([
    ['192.168.57.10', '192.168.57.10 is not in network dmz (192.168.56.0/24)'],
    ['192.168.56.0', "192.168.56.0 is the network's own address of network dmz (192.168.56.0/24)"],
    ['192.168.56.255', '192.168.56.255 is the broadcast address of network dmz (192.168.56.0/24)'],
  ])('finds that %s cannot be an address', (address, said) => {
    const files = sampleWith(attackerAddress, `dmz: { address: ${address} }`);
    expect(told(files)).toEqual([`scenario.yaml:21:33 error: ${said}`]);
    expect(mends(files)).toEqual(['use one from 192.168.56.1 to 192.168.56.254']);
  });

  it('finds an address that two nodes have', () => {
    expect(told(sampleWith(attackerAddress, 'dmz: { address: 192.168.56.20 }'))).toEqual([
      "scenario.yaml:28:23 error: 192.168.56.20 is node attacker's already",
    ]);
  });

  it('finds a network with more nodes than addresses', () => {
    const crowd = Array.from(
      { length: 7 },
      (_, index) => `  n${index}: { image: x, networks: { inner: {} } }\n`,
    ).join('');
    const text = sample['scenario.yaml']
      .replace('10.10.20.0/24', '10.10.20.0/29')
      .replace('tasks:\n', `${crowd}tasks:\n`);
    expect(told(sampleFolder({ 'scenario.yaml': text }))).toEqual([
      'scenario.yaml:17:18 error: network inner has no free address for node n5',
    ]);
  });

  it('finds a check that comes from where the asked node is not reached', () => {
    const apart = sample['scenario.yaml'].replace('- node: web', '- node: web\n        from: attacker');
    expect(told(sampleFolder({ 'scenario.yaml': apart }))).toEqual([]);
    const moved = apart
      .replace(attackerAddress, 'side: {}')
      .replace('networks:\n', 'networks:\n  side: { cidr: 10.9.0.0/24 }\n');
    expect(told(sampleFolder({ 'scenario.yaml': moved }))).toEqual([
      'scenario.yaml:52:15 error: node attacker shares no network with node web, and no router leads there',
    ]);
  });

  it('finds a check from elsewhere that asks inside the node', () => {
    const inside = sample['scenario.yaml']
      .replace('- node: web', '- node: web\n        from: attacker')
      .replace(/http: \{ path: \/login.*/, 'command: { run: [ls] }');
    expect(told(sampleFolder({ 'scenario.yaml': inside }))).toEqual([
      expect.stringContaining('other probes ask inside the node'),
    ]);
  });
});
