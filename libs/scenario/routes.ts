import { type PlannedAddress, addressPlan } from './addresses.js';
import type { Scenario } from './schema.js';

/** A line of a node's routing table. */
export interface Route {
  /** A network such as 10.0.5.0/24, or `default`. */
  to: string;
  /** Address of the next router, in a network that the node is in. */
  via: string;
}

type Topology = Pick<Scenario, 'networks' | 'nodes'>;
type Addresses = Readonly<Record<string, PlannedAddress[]>>;

/** More than these no range has; the search for ways is not begun with more. */
export const mostRouters = 32;
export const mostRoutedNetworks = 256;

/** What a node writes for `gateway` that shall have no way out of its networks. */
export const noGateway = 'none';

/**
 * The router that leads a node elsewhere: the one it names, else the only router on its networks. A router has one only
 * when it names it.
 */
export function gatewayOf({ nodes }: Topology, name: string): string | undefined {
  const node = nodes[name]!;
  if (node.gateway !== undefined) return node.gateway === noGateway ? undefined : node.gateway;
  if (node.router) return undefined;
  const near = Object.keys(nodes).filter(
    (other) => other !== name && nodes[other]!.router && shared(nodes[other]!, node) !== undefined,
  );
  return near.length === 1 ? near[0] : undefined;
}

/** What each node's routing table holds beside its own networks. Routers know the way to every network that routers lead to. */
export function routePlan(
  scenario: Topology,
  addresses: Addresses = addressPlan(scenario),
): Record<string, Route[]> {
  const { nodes } = scenario;
  const plan = Object.keys(nodes).map((name): [string, Route[]] => {
    const routes = nodes[name]!.router ? routerRoutes(scenario, name, addresses) : [];
    const gateway = gatewayOf(scenario, name);
    const via = gateway === undefined ? undefined : nextHop(nodes[name]!, gateway, addresses);
    return [name, via === undefined ? routes : [...routes, { to: 'default', via }]];
  });
  return Object.fromEntries(plan);
}

/** The networks that a node's packets get to if no firewall stops them: its own, then those that routers lead to. */
export function networksReached(scenario: Topology, name: string): string[] {
  const own = Object.keys(scenario.nodes[name]!.networks);
  const gateway = gatewayOf(scenario, name);
  const start = scenario.nodes[name]!.router ? name : gateway;
  if (start === undefined || !Object.hasOwn(scenario.nodes, start)) return own;
  return [...new Set([...own, ...waysFrom(scenario, start).keys()])];
}

function routerRoutes(scenario: Topology, name: string, addresses: Addresses): Route[] {
  const own = scenario.nodes[name]!;
  return [...waysFrom(scenario, name)].flatMap(([network, first]) => {
    const via = first === undefined ? undefined : nextHop(own, first, addresses);
    return via === undefined ? [] : [{ to: scenario.networks[network]!.cidr, via }];
  });
}

/**
 * For each network that is reached from a router, the next router on the way; undefined for its own networks. The way is
 * the shortest. Of several, both directions take the same one, or a router that drops forged senders would drop replies:
 * routers and networks each have a power of two as their small extra cost, so no two ways cost the same.
 */
function waysFrom({ networks, nodes }: Topology, start: string): Map<string, string | undefined> {
  const routers = Object.keys(nodes).filter((name) => nodes[name]!.router);
  if (routers.length > mostRouters || Object.keys(networks).length > mostRoutedNetworks) return new Map();
  const places = [
    ...routers.map((name) => `router ${name}`),
    ...Object.keys(networks).map((n) => `network ${n}`),
  ];
  const extra = new Map(places.sort().map((place, index) => [place, 1n << BigInt(index)]));
  const cost = (place: string) => (1n << BigInt(places.length)) + extra.get(place)!;
  const open = new Map<string, { cost: bigint; first?: string }>([[`router ${start}`, { cost: 0n }]]);
  const done = new Map<string, string | undefined>();
  while (open.size > 0) {
    const [place, way] = [...open].reduce((a, b) => (b[1].cost < a[1].cost ? b : a));
    open.delete(place);
    done.set(place, way.first);
    for (const next of neighbours(place, routers, { networks, nodes })) {
      if (done.has(next)) continue;
      const total = way.cost + cost(next);
      const known = open.get(next);
      if (known && known.cost <= total) continue;
      const first = way.first ?? (next.startsWith('router ') ? next.slice('router '.length) : undefined);
      open.set(next, { cost: total, ...(first === undefined ? {} : { first }) });
    }
  }
  const ways = [...done].filter(([place]) => place.startsWith('network '));
  return new Map(ways.map(([place, first]) => [place.slice('network '.length), first]));
}

function neighbours(place: string, routers: readonly string[], { networks, nodes }: Topology): string[] {
  const [kind, name] = place.split(' ') as [string, string];
  if (kind === 'network') {
    return routers.filter((router) => Object.hasOwn(nodes[router]!.networks, name)).map((r) => `router ${r}`);
  }
  return Object.keys(nodes[name]!.networks)
    .filter((network) => Object.hasOwn(networks, network))
    .map((network) => `network ${network}`);
}

type Node = Topology['nodes'][string];

const shared = (a: Node, b: Node): string | undefined =>
  Object.keys(b.networks).find((network) => Object.hasOwn(a.networks, network));

/** Address of a router in the first of a node's networks that both are in. */
function nextHop(node: Node, router: string, addresses: Addresses): string | undefined {
  const own = new Set(Object.keys(node.networks));
  return addresses[router]?.find(({ network }) => own.has(network))?.address;
}
