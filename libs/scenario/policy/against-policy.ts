import { neverCapability, neverSysctl, type InstallationPolicy, type ResourceBounds } from './policy.js';
import { refusedPlaces } from '../internet.js';
import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Scenario, ScenarioNode } from '../schema.js';
import { sizeBytes } from '../units.js';

const mend = "ask for less, or have the installation's policy (VOCR_POLICY) permit it";
const resourceKeys = ['memory', 'disk', 'cpus', 'processes'] as const;

/** All that a scenario asks for and an installation does not permit, each with its place in `scenario.yaml`. */
export function againstPolicy(
  { nodes, networks }: Pick<Scenario, 'nodes' | 'networks'>,
  policy: InstallationPolicy,
): Finding[] {
  return [
    ...Object.entries(nodes).flatMap(([name, node]) => [...againstNode(name, node, policy)]),
    ...againstInternet(networks, policy),
    ...againstRange(nodes, networks, policy),
  ];
}

function* againstNode(name: string, node: ScenarioNode, policy: InstallationPolicy): Iterable<Finding> {
  const at = (...rest: Path): Path => ['nodes', name, ...rest];
  for (const [index, capability] of node.capabilities.entries()) {
    if (policy.capabilities.includes(capability)) continue;
    yield {
      path: at('capabilities', index),
      message: `${capability} is not a capability that a node may have${never(neverCapability(capability))}`,
      mend: `permitted are ${policy.capabilities.join(', ') || 'none'}`,
    };
  }
  for (const sysctl of Object.keys(node.sysctls)) {
    if (policy.sysctls.includes(sysctl)) continue;
    yield {
      path: at('sysctls', sysctl),
      onKey: true,
      message: `${sysctl} is not a sysctl that a node may set${never(neverSysctl(sysctl))}`,
      mend: neverSysctl(sysctl) ? 'leave it out' : mend,
    };
  }
  const { permit, require } = policy.runtimes;
  if (node.runtime !== undefined && require !== undefined && node.runtime !== require) {
    yield {
      path: at('runtime'),
      message: `${node.runtime} is not the runtime that this installation requires`,
      mend: `leave runtime out, or make it ${require}`,
    };
  } else if (node.runtime !== undefined && !permit.includes(node.runtime)) {
    yield {
      path: at('runtime'),
      message: `${node.runtime} is not a runtime that a node may have`,
      mend: `permitted are ${permit.join(', ')}`,
    };
  }
  if (node.setuid && !policy.setuid) {
    yield {
      path: at('setuid'),
      message: 'programs that gain rights (setuid) are not permitted here',
      mend: "leave setuid out, or have the installation's policy (VOCR_POLICY) say setuid: true",
    };
  }
  const asked = resourcesOf(node);
  for (const key of resourceKeys) {
    if (asked[key] <= policy.node[key]) continue;
    yield {
      path: at('resources', key),
      message: `${amount(key, asked[key])} is more than a node may have here: ${amount(key, policy.node[key])}`,
      mend,
    };
  }
}

function* againstInternet(
  networks: Scenario['networks'],
  { internet: { permit } }: InstallationPolicy,
): Iterable<Finding> {
  for (const [name, { internet }] of Object.entries(networks)) {
    if (internet === 'none') continue;
    const refused = new Set(refusedPlaces(internet.allow, permit));
    for (const [index, place] of internet.allow.entries()) {
      if (!refused.has(place)) continue;
      yield {
        path: ['networks', name, 'internet', 'allow', index],
        message: `${place} is not a place of the internet that ranges may reach here`,
        mend: `permitted are ${permit.join(', ') || 'none'}; an installation's policy (VOCR_POLICY) says so at internet.permit`,
      };
    }
  }
}

function* againstRange(
  nodes: Scenario['nodes'],
  networks: Scenario['networks'],
  { range }: InstallationPolicy,
): Iterable<Finding> {
  for (const [key, things] of Object.entries({ nodes, networks }) as ['nodes' | 'networks', object][]) {
    const has = Object.keys(things).length;
    if (has <= range[key]) continue;
    yield { path: [key], onKey: true, message: `has ${has} ${key}, may have ${range[key]}`, mend };
  }
  for (const key of resourceKeys) {
    const sum = Object.values(nodes).reduce((total, node) => total + resourcesOf(node)[key], 0);
    if (sum <= range[key]) continue;
    yield {
      path: ['nodes'],
      onKey: true,
      message: `the nodes ask for ${amount(key, sum)} together, more than a range may have here: ${amount(key, range[key])}`,
      mend,
    };
  }
}

function resourcesOf({ resources }: ScenarioNode): ResourceBounds {
  const { memory, disk, cpus, processes } = resources;
  return { memory: sizeBytes(memory), disk: sizeBytes(disk), cpus, processes };
}

/** As people write it: `256M of memory`, `2 cpus`. */
function amount(key: keyof ResourceBounds, value: number): string {
  if (key === 'cpus' || key === 'processes') return `${Number(value.toFixed(2))} ${key}`;
  const mebibytes = value / 2 ** 20;
  return `${mebibytes % 1024 === 0 ? `${mebibytes / 1024}G` : `${mebibytes}M`} of ${key}`;
}

const never = (why: string | undefined) => (why === undefined ? '' : `: it ${why}`);
