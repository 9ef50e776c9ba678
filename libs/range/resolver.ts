import { resolverResources, type addressPlan, type Scenario } from '#scenario';
import { DesireError } from './errors.js';
import type { DesiredNode } from './model.js';
import { zoneOf } from './names.js';

/** The platform's own image of a resolver, from the folder of its images. */
export const resolverImage = 'vocr/resolver';

/** Name of the node that answers in a network; no author's node can have it. */
export const resolverName = (network: string) => `dns.${network}`;

/** Whether a node is the platform's own, not one of the scenario. */
export const isPlatformNode = (node: string) => node.includes('.');

/** Names of the platform's own nodes that a scenario's ranges have beside those that it declares. */
export const resolversOf = ({ networks }: Pick<Scenario, 'networks'>): string[] =>
  Object.keys(networks)
    .filter((network) => networks[network]!.dns !== undefined)
    .map(resolverName);

/**
 * The nodes that answer for names, one in each network that asks for it. They are boxes like all others: held, hardened,
 * bounded, found by label, repaired, and gone with the range.
 * @throws DesireError when there is no image of a resolver
 */
export function desiredResolvers(
  scenario: Pick<Scenario, 'networks' | 'nodes'>,
  addresses: ReturnType<typeof addressPlan>,
  images: Readonly<Record<string, string>>,
): DesiredNode[] {
  return Object.entries(scenario.networks).flatMap(([network, { dns, cidr }]): DesiredNode[] => {
    if (dns === undefined) return [];
    const name = resolverName(network);
    const image = images[name];
    if (!image)
      throw new DesireError(`network ${network} has no image of a resolver; build ${resolverImage}`);
    const zone = zoneOf(scenario, network, addresses);
    const text = zone.map((entry) => `${entry.address} ${entry.name}\n`).join('');
    return [
      {
        name,
        image,
        interfaces: [{ network, address: dns, prefix: Number(cidr.split('/')[1]) }],
        files: [{ path: '/etc/resolver/names', content: Buffer.from(text), uid: 0, gid: 0, mode: 0o644 }],
        environment: {},
        hosts: [],
        resources: resolverResources,
        capabilities: ['NET_BIND_SERVICE'],
        ready: { log: { contains: 'answers for' } },
        reset: 0,
      },
    ];
  });
}
