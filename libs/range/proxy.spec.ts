import { defaultPolicy, scenarioSchema } from '#scenario';
import { describe, expect, it } from 'vitest';
import { containerSpec } from './container-spec.js';
import { desire } from './desire.js';
import { checkPolicy } from './policy.js';
import { proxiesOf } from './proxy.js';

const node = { image: 'x', networks: { lan: {} } };
const scenario = scenarioSchema.pick({ nodes: true, networks: true }).parse({
  networks: {
    lan: { cidr: '10.1.0.0/24', internet: { allow: ['packages.example.net:80', '*.example.org:443'] } },
    dmz: { cidr: '10.2.0.0/24' },
  },
  nodes: { box: node, web: { image: 'x', networks: { dmz: {} } } },
});
const images = { box: 'sha256:b', web: 'sha256:w', 'proxy.lan': 'sha256:p' };
const desired = () => desire({ scenario, range: 'rrrrrrrr', generation: 1, images, values: {} });
const proxy = () => desired().nodes.find(({ name }) => name === 'proxy.lan')!;
const specOf = (name: string) =>
  containerSpec({
    of: { installation: 'one', range: 'rrrrrrrr', generation: 1 },
    node: desired().nodes.find((n) => n.name === name)!,
    image: { id: 'sha256:p', entrypoint: [], command: ['perl'], volumes: [], labels: {} },
    holdVolume: 'vocr-one-hold-0',
    ipv6: true,
  });
const permitting = { ...defaultPolicy, internet: { permit: ['*'] } };

describe('the proxy of a network', () => {
  it('is a box of the range at the highest free address, with the places in a file', () => {
    expect(proxiesOf(scenario)).toEqual(['proxy.lan']);
    expect(desired().nodes.map(({ name }) => name)).toEqual(['box', 'web', 'proxy.lan']);
    const { interfaces, capabilities, egress, files } = proxy();
    expect(interfaces).toEqual([{ network: 'lan', address: '10.1.0.254', prefix: 24 }]);
    expect(capabilities).toEqual([]);
    expect(egress).toEqual({ allow: ['packages.example.net:80', '*.example.org:443'] });
    expect(files.find(({ path }) => path === '/etc/proxy/settings')!.content.toString()).toBe(
      'listen 10.1.0.254\nnetwork 10.1.0.0/24\nallow packages.example.net 80\nallow *.example.org 443\n',
    );
  });

  it('is known by name on its network only', () => {
    const hosts = Object.fromEntries(desired().nodes.map(({ name, hosts }) => [name, hosts]));
    expect(hosts.box).toContainEqual({ name: 'proxy', address: '10.1.0.254' });
    expect(hosts.web).not.toContainEqual({ name: 'proxy', address: '10.1.0.254' });
  });

  it('needs an image', () => {
    const without = { box: 'sha256:b', web: 'sha256:w' };
    const launch = () => desire({ scenario, range: 'rrrrrrrr', generation: 1, images: without, values: {} });
    expect(launch).toThrow('network lan has no image of a proxy; build vocr/proxy');
  });

  it('alone has a network of the engine, and only where the policy permits the places', () => {
    const { egress } = proxy();
    expect(() => checkPolicy(specOf('proxy.lan'), permitting, false, egress)).not.toThrow();
    expect(() => checkPolicy(specOf('proxy.lan'), defaultPolicy, false, egress)).toThrow(
      'packages.example.net:80, *.example.org:443 may not be reached; permitted are none',
    );
    expect(() => checkPolicy(specOf('proxy.lan'), permitting)).toThrow('attaches it to nothing');
    expect(() => checkPolicy(specOf('box'), permitting, false, egress)).toThrow("only the platform's proxy");
    const elsewhere = specOf('proxy.lan');
    elsewhere.HostConfig.NetworkMode = 'vocr-two-egress';
    expect(() => checkPolicy(elsewhere, permitting, false, egress)).toThrow('vocr-one-egress');
    const asking = { ...permitting, internet: { permit: ['*'], resolver: '9.9.9.9' } };
    expect(() => checkPolicy(specOf('proxy.lan'), asking, false, egress)).toThrow('HostConfig.Dns');
  });
});
