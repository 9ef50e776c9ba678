import { networksReached, proxyAddress, type addressPlan, type Scenario } from '#scenario';
import type { DesiredNode } from './model.js';

type Topology = Pick<Scenario, 'networks' | 'nodes'>;
type Addresses = ReturnType<typeof addressPlan>;
type Names = DesiredNode['hosts'];

/**
 * Address of the resolver that a node asks: of the first of its networks that has one.
 */
export function resolverOf({ networks, nodes }: Topology, name: string): string | undefined {
  return Object.keys(nodes[name]!.networks)
    .map((network) => networks[network]?.dns)
    .find((dns) => dns !== undefined);
}

/**
 * The names in a node's own hosts file, itself first. Where no resolver tells them: every node that shares a network, at its
 * address there, and those that routers lead to by the names that the author gave them. A node elsewhere has no name here.
 */
export function hostsOf(scenario: Topology, name: string, addresses: Addresses): Names {
  const own = addresses[name] ?? [];
  const itself = own.flatMap(({ address }) => allNames(scenario, name).map((n) => ({ name: n, address })));
  const near = own.map(({ network }) => network).filter((n) => scenario.networks[n]?.dns === undefined);
  const told = namesIn(scenario, new Set(near), addresses, name);
  told.push(...proxyNames(scenario, near));
  if (resolverOf(scenario, name) !== undefined) return [...itself, ...told];
  const known = new Set([...told, ...itself].map((entry) => entry.name));
  const far = farNames(scenario, networksReached(scenario, name), addresses);
  return [...itself, ...told, ...far.filter((entry) => !known.has(entry.name))];
}

/** What a network's resolver knows: the nodes on it, and by the author's names those that its routers lead to. */
export function zoneOf(scenario: Topology, network: string, addresses: Addresses): Names {
  const near = [...namesIn(scenario, new Set([network]), addresses), ...proxyNames(scenario, [network])];
  const known = new Set(near.map(({ name }) => name));
  const routers = Object.keys(scenario.nodes).filter(
    (name) => scenario.nodes[name]!.router && Object.hasOwn(scenario.nodes[name]!.networks, network),
  );
  const reached = routers.flatMap((name) => networksReached(scenario, name));
  return [...near, ...farNames(scenario, reached, addresses).filter(({ name }) => !known.has(name))];
}

/** The platform's proxy of the first of these networks that has one. */
function proxyNames(scenario: Topology, networks: readonly string[]): Names {
  const addresses = networks.map((network) => proxyAddress(scenario, network));
  const address = addresses.find((found) => found !== undefined);
  return address === undefined ? [] : [{ name: 'proxy', address }];
}

const allNames = ({ nodes }: Topology, name: string): string[] => [name, ...nodes[name]!.names];

function namesIn(
  scenario: Topology,
  networks: ReadonlySet<string>,
  addresses: Addresses,
  except?: string,
): Names {
  return Object.entries(addresses)
    .filter(([node]) => node !== except)
    .flatMap(([node, interfaces]) =>
      interfaces
        .filter(({ network }) => networks.has(network))
        .flatMap(({ address }) => allNames(scenario, node).map((name) => ({ name, address }))),
    );
}

/** A node further away has one address: that in the first of its networks that is reached. */
function farNames(scenario: Topology, reached: readonly string[], addresses: Addresses): Names {
  return Object.entries(addresses).flatMap(([node, interfaces]) => {
    const there = interfaces.find(({ network }) => reached.includes(network));
    return there ? scenario.nodes[node]!.names.map((name) => ({ name, address: there.address })) : [];
  });
}
