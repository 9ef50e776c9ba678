import type { Probe, Scenario, ScenarioNode } from '#scenario';
import { addressPlan, linkFigures, routePlan, sizeBytes, type Link, type Route } from '#scenario';
import { DesireError } from './errors.js';
import { desiredRouter } from './desire-router.js';
import { checkRangeId, holdFolder } from './labels.js';
import type { DesiredNode, DesiredRange } from './model.js';
import { hostsOf, resolverOf } from './names.js';
import { desiredProxies } from './proxy.js';
import { desiredResolvers } from './resolver.js';

/** What of a node differs per team, its templates already resolved. */
export interface NodeValues {
  files?: DesiredNode['files'];
  environment?: Record<string, string>;
  command?: string[];
  ready?: Probe;
  /** How often this node alone was reset in the generation. */
  reset?: number;
  /** More files are to come, and its first process must not run before. */
  held?: boolean;
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
  /** By network, how its frames are to travel now instead of as the scenario says. */
  links?: Readonly<Record<string, Link>>;
  /** The runtime of every node, whatever the scenario says: the installation requires it. */
  runtime?: string | undefined;
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
  links = {},
  runtime,
}: DesireInput): DesiredRange {
  checkRangeId(range);
  const addresses = addressPlan(scenario);
  const routes = routePlan(scenario, addresses);
  return {
    range,
    generation,
    ...(suspended ? { suspended } : {}),
    networks: Object.entries(scenario.networks).map(([name, { cidr, ...travel }]) => {
      const link = linkFigures(links[name] ?? travel);
      return { name, cidr, ...(link ? { link } : {}) };
    }),
    nodes: [
      ...Object.entries(scenario.nodes).map(([name, node]) => ({
        ...desiredNode(
          name,
          runtime ? { ...node, runtime } : node,
          images[name],
          values[name] ?? {},
          addresses,
        ),
        ...placeOf(scenario, name, addresses, routes[name]!),
      })),
      ...[...desiredResolvers(scenario, addresses, images), ...desiredProxies(scenario, images)].map(
        (node) => (runtime ? { ...node, runtime } : node),
      ),
    ],
  };
}

type Addresses = ReturnType<typeof addressPlan>;

function desiredNode(
  name: string,
  node: ScenarioNode,
  image: string | undefined,
  own: NodeValues,
  addresses: Addresses,
): Omit<DesiredNode, 'hosts'> {
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
    resources: { memory: sizeBytes(memory), disk: sizeBytes(disk), cpus, processes },
    capabilities: node.capabilities,
    ...(node.runtime === undefined ? {} : { runtime: node.runtime }),
    ...(Object.keys(node.sysctls).length === 0 ? {} : { sysctls: asText(node.sysctls) }),
    ...(node.setuid ? { setuid: true } : {}),
    ...(ready ? { ready } : {}),
    reset: own.reset ?? 0,
    ...(own.held ? { held: true as const } : {}),
  };
}

/** How a node finds others and leads to them. */
function placeOf(
  scenario: DesireInput['scenario'],
  name: string,
  addresses: Addresses,
  routes: Route[],
): Pick<DesiredNode, 'hosts' | 'routes' | 'router' | 'resolver'> {
  const resolver = resolverOf(scenario, name);
  const router = desiredRouter(name, scenario.nodes[name]!, addresses);
  return {
    hosts: hostsOf(scenario, name, addresses),
    ...(routes.length > 0 ? { routes } : {}),
    ...(router ? { router } : {}),
    ...(resolver === undefined ? {} : { resolver }),
  };
}

const asText = (values: Record<string, string | number>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));

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
