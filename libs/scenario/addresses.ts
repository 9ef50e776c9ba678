import { addressNumber, addressText, blockOf } from './ipv4.js';
import type { Scenario } from './schema.js';

/** One interface of a node: where it stands, in the order in which the node declares its networks. */
export interface PlannedAddress {
  network: string;
  /** Dotted IPv4, the same in every range. */
  address: string;
  /** Length of the network's mask. */
  prefix: number;
}

/** A network has no address left for a node. */
export class AddressError extends Error {}

/**
 * The address of every interface: the declared one, else the lowest free one of its network. The network's own
 * address, the first after it, the broadcast address, the resolver's and the proxy's are never given out. Nodes are served in the order of their names,
 * so the plan does not depend on how a scenario was stored.
 * @throws AddressError when a network is full or is not declared (a validated scenario has neither)
 */
export function addressPlan(
  scenario: Pick<Scenario, 'networks' | 'nodes'>,
): Record<string, PlannedAddress[]> {
  const taken = new Map<string, Set<number>>();
  for (const [network, { dns }] of Object.entries(scenario.networks)) {
    const platforms = [dns, proxyAddress(scenario, network)].filter((address) => address !== undefined);
    if (platforms.length > 0) taken.set(network, new Set(platforms.map(addressNumber)));
  }
  for (const node of Object.values(scenario.nodes)) {
    for (const [network, link] of Object.entries(node.networks)) {
      const used = taken.get(network) ?? new Set();
      taken.set(network, used);
      if (link?.address) used.add(addressNumber(link.address));
    }
  }
  const plan = new Map<string, PlannedAddress[]>();
  for (const name of Object.keys(scenario.nodes).sort()) {
    const links = Object.entries(scenario.nodes[name]!.networks);
    plan.set(
      name,
      links.map(([network, link]) => {
        if (!Object.hasOwn(scenario.networks, network)) {
          throw new AddressError(`node ${name} is in network ${network}, which is not declared`);
        }
        const { cidr } = scenario.networks[network]!;
        const used = taken.get(network)!;
        const address =
          link?.address ?? nextFree(cidr, used, `network ${network} has no free address for node ${name}`);
        used.add(addressNumber(address));
        return { network, address, prefix: blockOf(cidr).prefix };
      }),
    );
  }
  return Object.fromEntries(Object.keys(scenario.nodes).map((name) => [name, plan.get(name)!]));
}

/**
 * The address at which one node reaches another: the other's in the first network that both are in, else in the first
 * that routers lead to. Undefined when there is none.
 * @param reached networks that the first gets to by routers
 */
export function addressSeenFrom(
  plan: Readonly<Record<string, PlannedAddress[]>>,
  from: string,
  to: string,
  reached: readonly string[] = [],
): string | undefined {
  const own = new Set(plan[from]?.map(({ network }) => network));
  const near = plan[to]?.find(({ network }) => own.has(network));
  return (near ?? plan[to]?.find(({ network }) => reached.includes(network)))?.address;
}

/**
 * Where the platform's proxy is in a network: at the declared address, else at the highest that nobody declared. Undefined
 * when the network reaches nothing of the internet.
 * @throws AddressError when the network is full
 */
export function proxyAddress(
  { networks, nodes }: Pick<Scenario, 'networks' | 'nodes'>,
  network: string,
): string | undefined {
  const { cidr, dns, internet } = networks[network]!;
  if (internet === 'none') return undefined;
  if (internet.address !== undefined) return internet.address;
  const declared = Object.values(nodes).map((node) => node.networks[network]?.address);
  const used = new Set([dns, ...declared].filter((address) => address !== undefined).map(addressNumber));
  const block = blockOf(cidr);
  for (let number = block.last - 1; number > block.first + 1; number--) {
    if (!used.has(number)) return addressText(number);
  }
  throw new AddressError(`network ${network} has no free address for its proxy`);
}

function nextFree(cidr: string, used: ReadonlySet<number>, message: string): string {
  const block = blockOf(cidr);
  for (let number = block.first + 2; number < block.last; number++) {
    if (!used.has(number)) return addressText(number);
  }
  throw new AddressError(message);
}
