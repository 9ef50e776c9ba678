import { addressPlan, scenarioSchema } from '#scenario';
import { describe, expect, it } from 'vitest';
import { hostsOf, resolverOf, zoneOf } from './names.js';
import { desiredResolvers, isPlatformNode, resolversOf } from './resolver.js';

const scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'names',
  version: '1.0.0',
  title: { en: 'n' },
  summary: { en: 'n' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '10m',
  languages: ['en'],
  networks: {
    lan: { cidr: '10.1.0.0/24', dns: '10.1.0.53' },
    dmz: { cidr: '10.2.0.0/24' },
    apart: { cidr: '10.9.0.0/24' },
  },
  nodes: {
    pc: { image: 'x', networks: { lan: { address: '10.1.0.10' } } },
    fw: { image: 'x', networks: { lan: { address: '10.1.0.1' }, dmz: { address: '10.2.0.1' } }, router: {} },
    web: { image: 'x', networks: { dmz: { address: '10.2.0.20' } }, names: ['www.bank.example'] },
    spy: { image: 'x', networks: { dmz: { address: '10.2.0.66' } } },
    vault: { image: 'x', networks: { apart: { address: '10.9.0.9' } }, names: ['vault.bank.example'] },
  },
});
const addresses = addressPlan(scenario);
const lines = (names: { name: string; address: string }[]) =>
  names.map(({ name, address }) => `${address} ${name}`);

describe('names', () => {
  it('are asked for where there is a resolver, and stand in the hosts file where there is none', () => {
    expect(resolverOf(scenario, 'pc')).toBe('10.1.0.53');
    expect(resolverOf(scenario, 'web')).toBeUndefined();
    expect(lines(hostsOf(scenario, 'pc', addresses))).toEqual(['10.1.0.10 pc']);
    expect(lines(hostsOf(scenario, 'web', addresses))).toEqual([
      '10.2.0.20 web',
      '10.2.0.20 www.bank.example',
      '10.2.0.1 fw',
      '10.2.0.66 spy',
    ]);
  });

  it('of both kinds meet in a node on both', () => {
    expect(lines(hostsOf(scenario, 'fw', addresses))).toEqual([
      '10.1.0.1 fw',
      '10.2.0.1 fw',
      '10.2.0.20 web',
      '10.2.0.20 www.bank.example',
      '10.2.0.66 spy',
    ]);
  });

  it('of a network are its nodes, and what the author names where routers lead', () => {
    expect(lines(zoneOf(scenario, 'lan', addresses))).toEqual([
      '10.1.0.10 pc',
      '10.1.0.1 fw',
      '10.2.0.20 www.bank.example',
    ]);
  });
});

describe('a resolver', () => {
  it('is a node of the platform, with its zone in a file', () => {
    expect(resolversOf(scenario)).toEqual(['dns.lan']);
    expect(isPlatformNode('dns.lan')).toBe(true);
    const [resolver, ...none] = desiredResolvers(scenario, addresses, { 'dns.lan': 'sha256:1' });
    expect(none).toEqual([]);
    expect(resolver).toMatchObject({
      name: 'dns.lan',
      interfaces: [{ network: 'lan', address: '10.1.0.53', prefix: 24 }],
      capabilities: ['NET_BIND_SERVICE'],
    });
    expect(resolver!.files[0]!.content.toString()).toBe(
      '10.1.0.10 pc\n10.1.0.1 fw\n10.2.0.20 www.bank.example\n',
    );
    expect(() => desiredResolvers(scenario, addresses, {})).toThrow('network lan has no image of a resolver');
  });
});
