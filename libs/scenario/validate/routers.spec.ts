import { describe, expect, it } from 'vitest';
import { mends, sample, sampleFolder, told } from '../testing/sample-folder.js';

/** The sample with a router between its networks, and the given lines in it. */
function routed(lines: string, more: Record<string, string> = {}): Map<string, Uint8Array> {
  const fw = `  fw:
    image: x
    networks: { dmz: { address: 192.168.56.1 }, inner: { address: 10.10.20.1 } }
    router:
${lines}
tasks:
`;
  let text = sample['scenario.yaml'].replace('tasks:\n', () => fw);
  for (const [from, to] of Object.entries(more)) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  return sampleFolder({ 'scenario.yaml': text });
}
const rule = (text: string) => routed(`      rules:\n        - { ${text} }`);

describe('routers', () => {
  it('may say all that they can', () => {
    const rules = `      forward: accept
      masquerade: [inner]
      rules:
        - { from: dmz, to: inner, protocol: tcp, ports: [80, "8000-8010"], source: attacker, action: accept }
        - { from: dmz, to: inner, protocol: icmp, destination: 10.10.20.0/24, action: reject }
        - { from: inner, to: dmz, source: 10.10.20.7, action: drop }`;
    expect(told(routed(rules))).toEqual([]);
  });

  it.each([
    ['from: lan, to: inner, action: drop', 'there is no network lan'],
    ['from: dmz, to: dmzz, action: drop', 'there is no network dmzz'],
    ['from: dmz, to: inner, ports: [80], action: drop', 'any has no ports'],
    ['from: dmz, to: inner, protocol: icmp, ports: [80], action: drop', 'icmp has no ports'],
    ['from: dmz, to: inner, protocol: tcp, ports: ["90-80"], action: drop', '90-80 is no span of ports'],
    ['from: dmz, to: inner, source: atacker, action: drop', 'there is no node atacker'],
    ['from: dmz, to: inner, source: 10.0.0.300, action: drop', '10.0.0.300 is no address'],
    ['from: dmz, to: inner, source: 10.0.0.010, action: drop', '10.0.0.010 is no address'],
    ['from: dmz, to: inner, destination: 10.0.0.0/33, action: drop', '10.0.0.0/33 is no address'],
    ['from: dmz, to: inner, destination: 10.0.0.0/08, action: drop', '10.0.0.0/08 is no address'],
    [
      'from: dmz, to: inner, source: 10.0.0.7/24, action: drop',
      '10.0.0.7/24 is an address in a network, not a network',
    ],
  ])('finds the fault in { %s }', (text, said) => {
    expect(told(rule(text))).toEqual([expect.stringMatching(/^scenario\.yaml:4\d:\d+ error: /)]);
    expect(told(rule(text))[0]).toContain(`error: ${said}`);
  });

  it.each([
    ['from: dmz, to: inner, protocol: tcp, ports: [eighty], action: drop', 'must be a port such as 443'],
    ['from: dmz, to: inner, protocol: tcp, ports: [true], action: drop', 'must be a port such as 443'],
    ['from: dmz, to: inner, action: allow', 'must be one of accept, drop, reject'],
    [
      'from: dmz, to: inner, source: "a b", action: drop',
      'must be the name of a node, an address, or a network',
    ],
  ])('refuses the words of { %s }', (text, said) => {
    expect(told(rule(text)).join('\n')).toContain(said);
  });

  it('finds a router that joins nothing, and rules of networks that are not its own', () => {
    const alone = routed('      rules:\n        - { from: dmz, to: inner, action: drop }', {
      ', inner: { address: 10.10.20.1 } }': ' }',
    });
    expect(told(alone).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'error: node fw is a router but in network dmz only',
      'error: router fw is not in network inner',
    ]);
  });

  it.each([
    ['gateway: fww', 'there is no node fww'],
    ['gateway: web', 'node web is no router'],
    ['gateway: attacker', 'a node is not its own gateway'],
    ['gateway: fw', undefined],
    ['gateway: none', undefined],
  ])('looks where %s leads', (gateway, said) => {
    const files = routed('      forward: accept', {
      'terminal: { user: root }': `terminal: { user: root }\n    ${gateway}`,
    });
    expect(told(files)).toEqual(said === undefined ? [] : [expect.stringContaining(`error: ${said}`)]);
  });

  it('finds a gateway in another network', () => {
    const files = routed('      forward: accept', {
      'networks: { dmz: { address: 192.168.56.10 } }': 'networks: { side: {} }\n    gateway: fw',
      'networks:\n  dmz': 'networks:\n  side: { cidr: 10.9.0.0/24 }\n  dmz',
    });
    expect(told(files)).toEqual([expect.stringContaining('node attacker shares no network with router fw')]);
  });

  it('lets a check come from where a router leads', () => {
    const changes = {
      'networks: { dmz: { address: 192.168.56.10 } }': 'networks: { inner: {} }',
      '      dmz: { address: 192.168.56.20 }\n      inner: {}': '      dmz: { address: 192.168.56.20 }',
      '- node: web': '- node: web\n        from: attacker',
    };
    expect(told(routed('      forward: accept', changes))).toEqual([]);
  });
});

describe('links and names', () => {
  const network = (text: string) =>
    sampleFolder({
      'scenario.yaml': sample['scenario.yaml'].replace('cidr: 10.10.20.0/24', `cidr: 10.10.20.0/24, ${text}`),
    });

  it.each([
    ['delay: 40ms, loss: 2.5, rate: 10mbit', undefined],
    ['dns: 10.10.20.53', undefined],
    ['delay: 11s', 'must be at most 10s'],
    ['delay: soon', 'must be a duration'],
    ['loss: 101', 'must be at most 100'],
    ['rate: 10mb', 'must be a rate such as'],
    ['rate: 1kbit', 'must be from 8kbit to 10gbit'],
    ['dns: 10.10.21.53', '10.10.21.53 is no address of a machine in network inner'],
    ['dns: 10.10.20.255', '10.10.20.255 is no address of a machine'],
  ])('%s', (text, said) => {
    expect(told(network(text))).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  });

  it('finds a resolver at the address of a node', () => {
    const text = sample['scenario.yaml'].replace(
      'cidr: 192.168.56.0/24',
      'cidr: 192.168.56.0/24, dns: 192.168.56.20',
    );
    const files = sampleFolder({ 'scenario.yaml': text });
    expect(told(files)).toEqual([expect.stringContaining("192.168.56.20 is node web's already")]);
    expect(mends(files)).toEqual(['give the resolver another']);
  });

  it('finds a name that two nodes have', () => {
    const text = sample['scenario.yaml']
      .replace('build: images/web', 'build: images/web\n    names: [www.example, attacker]')
      .replace('terminal: { user: root }', 'names: [www.example]\n    terminal: { user: root }');
    expect(told(sampleFolder({ 'scenario.yaml': text })).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      "error: the name www.example is node attacker's already",
      "error: the name attacker is node attacker's already",
    ]);
  });
});
