import { AddressError, addressPlan } from '../addresses.js';
import { type Block, addressNumber, addressText, blockOf, overlap } from '../ipv4.js';
import type { Finding } from '../problem.js';
import { networksReached } from '../routes.js';
import type { Subject } from './subject.js';

const reserved: [cidr: string, why: string][] = [
  ['0.0.0.0/8', 'has no addresses of machines'],
  ['127.0.0.0/8', 'is every machine itself'],
  ['224.0.0.0/3', 'is for multicast or reserved'],
];

/** Networks that overlap, are too small or are no networks of machines, and addresses that do not fit theirs. */
export function* networks(subject: Subject): Iterable<Finding> {
  const blocks = new Map(
    Object.entries(subject.scenario.networks).map(([name, { cidr }]) => [name, blockOf(cidr)]),
  );
  yield* blockFaults(blocks, subject);
  let sound = true;
  for (const finding of addressFaults(blocks, subject)) {
    sound = false;
    yield finding;
  }
  if (sound) yield* fullNetworks(subject);
  yield* askedFromAfar(subject);
}

/** Probes that are asked from a node that cannot reach the asked one. */
function* askedFromAfar(subject: Subject): Iterable<Finding> {
  const { scenario } = subject;
  const { nodes } = scenario;
  const reached = new Map<string, Set<string>>();
  for (const { path, value, meaning } of subject.marked.scenario) {
    if (!meaning.isQuestion) continue;
    const { node, from } = value as { node: string; from?: string };
    // That either is not declared is said elsewhere.
    if (from === undefined || !Object.hasOwn(nodes, from) || !Object.hasOwn(nodes, node)) continue;
    const near = reached.get(from) ?? new Set(networksReached(scenario, from));
    reached.set(from, near);
    if (Object.keys(nodes[node]!.networks).some((network) => near.has(network))) continue;
    yield {
      path: [...path, 'from'],
      message: `node ${from} shares no network with node ${node}, and no router leads there`,
      mend: 'name a node in one of its networks, or leave `from` out',
    };
  }
}

function* blockFaults(blocks: ReadonlyMap<string, Block>, { scenario }: Subject): Iterable<Finding> {
  const before: [string, Block][] = [];
  for (const [name, block] of blocks) {
    const path = ['networks', name, 'cidr'];
    const { cidr } = scenario.networks[name]!;
    if (!block.exact) {
      const mend = `write ${addressText(block.first)}/${block.prefix}`;
      yield { path, message: `${cidr} is an address in a network, not a network`, mend };
    }
    if (block.prefix < 8 || block.prefix > 29) {
      yield {
        path,
        message: `${cidr} is too ${block.prefix < 8 ? 'big' : 'small'}`,
        mend: 'use a mask from /8 to /29',
      };
    }
    const taboo = reserved.find(([range]) => overlap(blockOf(range), block));
    if (taboo) {
      const mend = 'use one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16';
      yield { path, message: `${cidr} cannot be used: ${taboo[0]} ${taboo[1]}`, mend };
    }
    const other = before.find(([, earlier]) => overlap(earlier, block));
    if (other)
      yield { path, message: `${cidr} overlaps network ${other[0]} (${scenario.networks[other[0]]!.cidr})` };
    before.push([name, block]);
  }
}

function* addressFaults(blocks: ReadonlyMap<string, Block>, { scenario }: Subject): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const [node, { networks: links }] of Object.entries(scenario.nodes)) {
    for (const [network, link] of Object.entries(links)) {
      const block = blocks.get(network);
      if (!block || !link?.address) continue;
      const path = ['nodes', node, 'networks', network, 'address'];
      const number = addressNumber(link.address);
      const { cidr } = scenario.networks[network]!;
      const mend = `use one from ${addressText(block.first + 1)} to ${addressText(block.last - 1)}`;
      if (number < block.first || number > block.last) {
        yield { path, message: `${link.address} is not in network ${network} (${cidr})`, mend };
      } else if (number === block.first || number === block.last) {
        const what = number === block.first ? "the network's own" : 'the broadcast';
        yield { path, message: `${link.address} is ${what} address of network ${network} (${cidr})`, mend };
      }
      const key = `${network} ${number}`;
      const owner = owners.get(key);
      if (owner !== undefined) yield { path, message: `${link.address} is node ${owner}'s already` };
      owners.set(key, node);
    }
  }
}

function* fullNetworks({ scenario }: Subject): Iterable<Finding> {
  const nodes = Object.entries(scenario.nodes);
  for (const name of Object.keys(scenario.networks)) {
    const members = nodes.filter(([, node]) => Object.hasOwn(node.networks, name));
    const only = members.map(([id, node]) => [id, { ...node, networks: { [name]: node.networks[name]! } }]);
    try {
      addressPlan({ networks: scenario.networks, nodes: Object.fromEntries(only) as typeof scenario.nodes });
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      yield {
        path: ['networks', name, 'cidr'],
        message: error.message,
        mend: 'give the network a shorter mask',
      };
    }
  }
}
