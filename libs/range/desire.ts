import type { Probe, Scenario, ScenarioNode } from '#scenario';
import { addressPlan, sizeBytes } from '#scenario';
import { DesireError } from './errors.js';
import { checkRangeId, holdFolder } from './labels.js';
import type { DesiredNode, DesiredRange } from './model.js';

/** What of a node differs per team, its templates already resolved. */
export interface NodeValues {
  files?: DesiredNode['files'];
  environment?: Record<string, string>;
  command?: string[];
  ready?: Probe;
  /** How often this node alone was reset in the generation. */
  reset?: number;
}

export interface DesireInput {
  scenario: Pick<Scenario, 'networks' | 'nodes'>;
  /** 8 of [a-z0-9]. */
  range: string;
  generation: number;
  /** Image id by node. */
  images: Readonly<Record<string, string>>;
  /** By node. */
  values: Readonly<Record<string, NodeValues>>;
  suspended?: boolean;
}

/** Folders that are not a node's own to write: the kernel's, and the hold. */
const foreignFolders = new Set(['proc', 'sys', 'dev', holdFolder.slice(1)]);

/**
 * What a range must be, from a validated scenario and a team's values.
 * @throws DesireError when an image is missing or a file lies where a node cannot have one
 */
export function desire({
  scenario,
  range,
  generation,
  images,
  values,
  suspended,
}: DesireInput): DesiredRange {
  checkRangeId(range);
  const addresses = addressPlan(scenario);
  return {
    range,
    generation,
    ...(suspended ? { suspended } : {}),
    networks: Object.entries(scenario.networks).map(([name, { cidr }]) => ({ name, cidr })),
    nodes: Object.entries(scenario.nodes).map(([name, node]) =>
      desiredNode(name, node, images[name], values[name] ?? {}, addresses),
    ),
  };
}

type Addresses = ReturnType<typeof addressPlan>;

function desiredNode(
  name: string,
  node: ScenarioNode,
  image: string | undefined,
  own: NodeValues,
  addresses: Addresses,
): DesiredNode {
  if (!image)
    throw new DesireError(`node ${name} has no image; build or pull it before the range is launched`);
  const files = own.files ?? [];
  for (const { path } of files) checkPath(name, path);
  const { memory, disk, cpus, processes } = node.resources;
  const command = own.command ?? node.command;
  const ready = own.ready ?? node.ready;
  return {
    name,
    image,
    ...(command ? { command } : {}),
    interfaces: addresses[name] ?? [],
    files,
    environment: own.environment ?? node.environment,
    hosts: hostsOf(name, addresses),
    resources: { memory: sizeBytes(memory), disk: sizeBytes(disk), cpus, processes },
    capabilities: node.capabilities,
    ...(ready ? { ready } : {}),
    reset: own.reset ?? 0,
  };
}

/** Every node that shares a network, at its address there; itself first. A node elsewhere has no name here. */
function hostsOf(name: string, addresses: Addresses): DesiredNode['hosts'] {
  const own = addresses[name] ?? [];
  const networks = new Set(own.map((i) => i.network));
  const others = Object.entries(addresses).filter(([other]) => other !== name);
  return [
    ...own.map(({ address }) => ({ name, address })),
    ...others.flatMap(([other, interfaces]) =>
      interfaces.filter((i) => networks.has(i.network)).map(({ address }) => ({ name: other, address })),
    ),
  ];
}

function checkPath(node: string, path: string): void {
  const parts = path.split('/').slice(1);
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new DesireError(`node ${node}: file ${path}: the path must be absolute and plain, without . or ..`);
  }
  if (parts.length < 2 || foreignFolders.has(parts[0]!)) {
    throw new DesireError(
      `node ${node}: file ${path} cannot be there; put it into a folder such as /etc, /srv or /opt`,
    );
  }
}
