import { addressNumber, blockOf } from '../ipv4.js';
import { didYouMean, nearest } from '../nearest.js';
import type { Finding } from '../problem.js';
import { mostRoutedNetworks, mostRouters, noGateway } from '../routes.js';
import type { FirewallRule } from '../schema/router.js';
import { type Subject, isUnknown } from './subject.js';

/** Routers that join nothing, rules of networks that are not theirs, and gateways that lead nowhere. */
export function* routers(subject: Subject): Iterable<Finding> {
  yield* tooMany(subject);
  for (const [name, node] of Object.entries(subject.scenario.nodes)) {
    yield* gatewayFaults(name, subject);
    if (!node.router) continue;
    const at = ['nodes', name, 'router'];
    const own = Object.keys(node.networks);
    if (own.length < 2) {
      const message = `node ${name} is a router but in ${own.length === 0 ? 'no network' : `network ${own[0]} only`}`;
      yield { path: at, message, mend: 'give it the networks that it is to join' };
    }
    for (const [index, network] of node.router.masquerade.entries()) {
      yield* notOwn(network, name, [...at, 'masquerade', index], subject);
    }
    for (const [index, rule] of node.router.rules.entries()) {
      const place = [...at, 'rules', index];
      for (const side of ['from', 'to'] as const) yield* notOwn(rule[side], name, [...place, side], subject);
      yield* portFaults(rule, place);
      for (const side of ['source', 'destination'] as const) {
        const end = rule[side];
        if (end !== undefined) yield* endFaults(end, [...place, side], subject);
      }
    }
  }
}

function* tooMany({ scenario }: Subject): Iterable<Finding> {
  const routing = Object.values(scenario.nodes).filter(({ router }) => router).length;
  if (routing === 0) return;
  if (routing > mostRouters) {
    yield { path: ['nodes'], message: `has ${routing} routers; at most ${mostRouters} can be` };
  }
  const count = Object.keys(scenario.networks).length;
  if (count > mostRoutedNetworks) {
    const message = `has ${count} networks; routers lead to at most ${mostRoutedNetworks}`;
    yield { path: ['networks'], message };
  }
}

type At = (string | number)[];

function* notOwn(network: string, router: string, path: At, subject: Subject): Iterable<Finding> {
  const own = Object.keys(subject.scenario.nodes[router]!.networks);
  if (own.includes(network) || isUnknown('networks', subject)) return;
  const there = subject.declared.networks.has(network);
  const message = there ? `router ${router} is not in network ${network}` : `there is no network ${network}`;
  yield { path, message, mend: didYouMean(nearest(network, own), own) };
}

function* portFaults({ protocol, ports }: FirewallRule, at: At): Iterable<Finding> {
  if (!ports) return;
  if (protocol !== 'tcp' && protocol !== 'udp') {
    const mend = 'write protocol: tcp or protocol: udp, or leave ports out';
    yield { path: [...at, 'ports'], message: `${protocol} has no ports`, mend };
  }
  for (const [index, port] of ports.entries()) {
    if (typeof port === 'number') continue;
    const [low = 0, high = 0] = port.split('-').map(Number);
    if (low >= 1 && low <= high && high <= 65_535) continue;
    const path = [...at, 'ports', index];
    yield {
      path,
      message: `${port} is no span of ports`,
      mend: 'write the lower one first, from 1 to 65535',
    };
  }
}

function* endFaults(end: string, path: At, subject: Subject): Iterable<Finding> {
  if (!/^\d/.test(end)) {
    if (subject.declared.nodes.has(end) || isUnknown('nodes', subject)) return;
    const mend = didYouMean(nearest(end, subject.declared.nodes), subject.declared.nodes);
    yield { path, message: `there is no node ${end}`, mend };
    return;
  }
  const [address = '', length] = end.split('/');
  if (!address.split('.').every((part) => isCount(part, 255)) || !isCount(length ?? '32', 32)) {
    yield { path, message: `${end} is no address`, mend: 'write one such as 10.0.5.7 or 10.0.5.0/24' };
  } else if (length !== undefined && !blockOf(end).exact) {
    yield { path, message: `${end} is an address in a network, not a network` };
  }
}

/** Whether a text is a number up to `most`, as it is usually written: a leading zero reads as octal elsewhere. */
const isCount = (text: string, most: number) => Number(text) <= most && String(Number(text)) === text;

function* gatewayFaults(name: string, { scenario, declared }: Subject): Iterable<Finding> {
  const node = scenario.nodes[name]!;
  const { gateway } = node;
  if (gateway === undefined || gateway === noGateway) return;
  const path = ['nodes', name, 'gateway'];
  const all = Object.entries(scenario.nodes).filter(([, { router }]) => router);
  const near = all
    .filter(
      ([other, { networks }]) => other !== name && Object.keys(networks).some((n) => n in node.networks),
    )
    .map(([other]) => other);
  if (near.includes(gateway)) return;
  const fits = didYouMean(nearest(gateway, near), near);
  if (!declared.nodes.has(gateway)) yield { path, message: `there is no node ${gateway}`, mend: fits };
  // What is wrong with it is said where it stands.
  else if (!Object.hasOwn(scenario.nodes, gateway)) return;
  else if (gateway === name) yield { path, message: 'a node is not its own gateway', mend: fits };
  else if (!scenario.nodes[gateway]!.router) {
    yield {
      path,
      message: `node ${gateway} is no router`,
      mend: `give it router: {}, or ${fits ?? 'name one'}`,
    };
  } else yield { path, message: `node ${name} shares no network with router ${gateway}`, mend: fits };
}

/** Resolvers' addresses that are not theirs to have, and names that two nodes have. */
export function* resolvers({ scenario }: Subject): Iterable<Finding> {
  for (const [network, { dns, cidr }] of Object.entries(scenario.networks)) {
    if (dns === undefined) continue;
    const path = ['networks', network, 'dns'];
    const block = blockOf(cidr);
    const number = addressNumber(dns);
    if (number <= block.first || number >= block.last) {
      yield { path, message: `${dns} is no address of a machine in network ${network} (${cidr})` };
    }
    const owner = Object.entries(scenario.nodes).find(([, node]) => node.networks[network]?.address === dns);
    if (owner)
      yield { path, message: `${dns} is node ${owner[0]}'s already`, mend: 'give the resolver another' };
  }
  const owners = new Map(Object.keys(scenario.nodes).map((name) => [name, name]));
  for (const [node, { names }] of Object.entries(scenario.nodes)) {
    for (const [index, name] of names.entries()) {
      const owner = owners.get(name);
      const path = ['nodes', node, 'names', index];
      if (owner !== undefined) yield { path, message: `the name ${name} is node ${owner}'s already` };
      else owners.set(name, node);
    }
  }
}
