import { bridgeName, portName } from './labels.js';
import { linkMark } from './link.js';
import type { DesiredNode, DesiredRange, ObservedNode, ObservedRange } from './model.js';

/** One thing to do; may run once all steps that `after` names are done. Each may safely be done twice. */
export type Step = { id: string; after: string[] } & (
  | { kind: 'create-network'; network: string }
  | { kind: 'remove-network'; network: string; engineId: string }
  | { kind: 'create-node'; node: string }
  | { kind: 'start-node'; node: string }
  /** Attaches running nodes anew to networks that had vanished, or that they came off. */
  | { kind: 'attach-nodes'; nodes: string[] }
  /** Attaches held nodes, puts names, disk and files into them and, unless they are to stay held, lets their first processes go. */
  | { kind: 'prepare-nodes'; nodes: string[] }
  /** Gives all ports of a network the link that it is to have. */
  | { kind: 'shape-network'; network: string }
  | { kind: 'pause-node'; node: string; engineId: string }
  | { kind: 'unpause-node'; node: string; engineId: string }
  | { kind: 'remove-node'; node: string; engineId: string }
);

const prepareId = 'prepare-nodes';
const attachId = 'attach-nodes';

/**
 * The steps from what the engine has to what must be; none when it already is so.
 * @param desired undefined takes everything down
 */
export function plan(desired: DesiredRange | undefined, observed: ObservedRange): Step[] {
  const wantedNetworks = new Set(desired?.networks.map((n) => n.name));
  const kept = keepFirst(
    observed.networks,
    (n) => n.generation === desired?.generation && wantedNetworks.has(n.name),
  );
  const missing = new Set([...wantedNetworks].filter((name) => !kept.has(name)));
  const wantedNodes = new Map(desired?.nodes.map((n) => [n.name, n]));
  const keptNodes = keepFirst(observed.nodes, (n) =>
    stillFits(n, wantedNodes.get(n.name), desired?.generation),
  );

  const removals: Step[] = observed.nodes
    .filter((n) => keptNodes.get(n.name) !== n)
    .map((n) => ({
      id: `remove-node ${n.id}`,
      after: [],
      kind: 'remove-node',
      node: n.name,
      engineId: n.id,
    }));
  const networkRemovals: Step[] = observed.networks
    .filter((n) => kept.get(n.name) !== n)
    .map((n) => ({
      id: `remove-network ${n.id}`,
      after: removals.map((r) => r.id),
      kind: 'remove-network',
      network: n.name,
      engineId: n.id,
    }));
  const downs = [...removals, ...networkRemovals];
  if (!desired) return downs;
  if (desired.suspended) return [...downs, ...suspension(keptNodes)];

  const creations: Step[] = desired.networks
    .filter((n) => missing.has(n.name))
    .map((n) => ({
      id: `create-network ${n.name}`,
      after: namesakes(downs, 'network', n.name),
      kind: 'create-network',
      network: n.name,
    }));
  const ups = bringUp(desired.nodes, keptNodes, removals, creations);
  const attached = reattachment(desired, keptNodes, observed.ports, missing, creations);
  return [...downs, ...creations, ...attached, ...ups, ...shaping(desired, observed, missing)];
}

/** Whoever is attached now gets the right link with it; the others' networks are shaped anew. */
function shaping(desired: DesiredRange, { links = {} }: ObservedRange, missing: ReadonlySet<string>): Step[] {
  return desired.networks.flatMap(({ name, link }, index): Step[] => {
    const mark = links[bridgeName(desired.range, index)];
    if (missing.has(name) || mark === undefined || mark === linkMark(link)) return [];
    return [{ id: `shape-network ${name}`, after: [], kind: 'shape-network', network: name }];
  });
}

/** Of things that fit and have the same name, the first is kept: a second is a leftover of a launch cut short. */
function keepFirst<T extends { name: string }>(things: T[], fits: (thing: T) => boolean): Map<string, T> {
  const kept = new Map<string, T>();
  for (const thing of things) if (fits(thing) && !kept.has(thing.name)) kept.set(thing.name, thing);
  return kept;
}

function stillFits(
  node: ObservedNode,
  wanted: DesiredNode | undefined,
  generation: number | undefined,
): boolean {
  return (
    wanted !== undefined &&
    node.generation === generation &&
    node.reset === (wanted.reset ?? 0) &&
    node.state !== 'dead'
  );
}

function suspension(nodes: ReadonlyMap<string, ObservedNode>): Step[] {
  return [...nodes.values()]
    .filter((n) => n.state === 'running')
    .map((n) => ({
      id: `pause-node ${n.name}`,
      after: [],
      kind: 'pause-node',
      node: n.name,
      engineId: n.id,
    }));
}

/** Who runs while a network of theirs vanishes keeps running, and is attached also when that was cut short before. */
function reattachment(
  { range, nodes: wanted }: DesiredRange,
  kept: ReadonlyMap<string, ObservedNode>,
  ports: string[] | undefined,
  missing: ReadonlySet<string>,
  creations: Step[],
): Step[] {
  const there = ports && new Set(ports);
  const isLoose = ({ interfaces }: DesiredNode, place: number) =>
    interfaces.some(
      ({ network }, index) => missing.has(network) || there?.has(portName(range, place, index)) === false,
    );
  const nodes = wanted
    .filter(isLoose)
    .filter(({ name }) => ['running', 'paused'].includes(kept.get(name)?.state ?? ''))
    .map(({ name }) => name);
  if (nodes.length === 0) return [];
  return [{ id: attachId, after: creations.map((c) => c.id), kind: 'attach-nodes', nodes }];
}

/** Containers and networks are made side by side; they meet when the nodes are prepared. */
function bringUp(
  wanted: DesiredNode[],
  kept: ReadonlyMap<string, ObservedNode>,
  removals: Step[],
  creations: Step[],
): Step[] {
  const steps: Step[] = [];
  const held: string[] = [];
  for (const node of wanted) {
    const there = kept.get(node.name);
    if (there?.state === 'running') continue;
    if (there?.state === 'prepared' && node.held && creations.length === 0) continue;
    if (there?.state === 'paused') {
      steps.push({
        id: `unpause-node ${node.name}`,
        after: [],
        kind: 'unpause-node',
        node: node.name,
        engineId: there.id,
      });
      continue;
    }
    held.push(node.name);
    if (!there) {
      const after = namesakes(removals, 'node', node.name);
      steps.push({ id: `create-node ${node.name}`, after, kind: 'create-node', node: node.name });
    }
    if (there?.state !== 'held' && there?.state !== 'prepared') {
      const after = there ? [] : [`create-node ${node.name}`];
      steps.push({ id: `start-node ${node.name}`, after, kind: 'start-node', node: node.name });
    }
  }
  if (held.length > 0) {
    const starts = steps.filter((s) => s.kind === 'start-node');
    const after = [...creations, ...starts].map((s) => s.id);
    steps.push({ id: prepareId, after, kind: 'prepare-nodes', nodes: held });
  }
  return steps;
}

/** Ids of the removals of things with this name: names are unique on an engine, so they come first. */
function namesakes(removals: Step[], noun: 'node' | 'network', name: string): string[] {
  return removals
    .filter((step) =>
      noun === 'node'
        ? step.kind === 'remove-node' && step.node === name
        : step.kind === 'remove-network' && step.network === name,
    )
    .map((step) => step.id);
}
