import type { InstallationPolicy } from '#scenario';
import { boundBridges } from './bridge-bounds.js';
import { tidyCaptures } from './capture.js';
import { ensureEgress, partProxies } from './egress.js';
import type { Engine } from './engine-model.js';
import { DesireError } from './errors.js';
import type { Helper } from './helper.js';
import type { IsolationRule } from './isolation.js';
import { bridgeName, type Ownership } from './labels.js';
import type { DesiredNetwork, DesiredNode, DesiredRange } from './model.js';
import { checkLinks } from './link-support.js';
import { shapeNetwork } from './shape-network.js';
import { createNetwork, NetworkBooks } from './make-network.js';
import { attachNodes, createNode, prepareNodes, startNode } from './make-node.js';
import type { Step } from './plan.js';
import { recentlyIsolated } from './recent-isolation.js';
import { checkRange, checkRuntimes } from './range-policy.js';
import { runSteps } from './run-steps.js';
import { tidyWatches } from './watch/index.js';

const defaultParallel = 4;

export interface ApplyOptions {
  engine: Engine;
  helper: Helper;
  /** Pools for the engine's own books of subnets, separated by commas, e.g. 10.128.0.0/9. */
  pool: string;
  /** What the installation permits; default the usual policy. */
  policy?: InstallationPolicy;
  /** Steps at once; default 4. */
  parallel?: number;
  onProgress?: (step: Step, phase: 'begin' | 'done' | 'failed') => void;
  /** Static rules that had to be put in again before the launch: an alarm. */
  onAlarm?: (missing: IsolationRule[]) => void;
  /** No further step is begun once it is aborted; those under way are waited for. */
  signal?: AbortSignal;
}

/**
 * Carries out a plan. Every step may be done twice, so after any error or crash: observe, plan and apply again.
 * @param desired what the plan was made from; undefined for one that only takes down
 * @throws NodeFailed, PolicyError, RangeRefused, IsolationError, PoolExhausted, EngineError or EngineGone
 */
export async function apply(
  steps: Step[],
  desired: DesiredRange | undefined,
  options: ApplyOptions,
): Promise<void> {
  const { engine, helper, policy, onProgress } = options;
  const created = steps.flatMap((step) => (step.kind === 'create-node' ? [step.node] : []));
  if (desired) await checkLinks(helper, desired);
  if (desired && created.length > 0) {
    checkRange(desired, policy);
    await checkRuntimes(
      engine,
      desired.nodes.filter(({ name }) => created.includes(name)),
    );
  }
  // Containers are made meanwhile, but nothing of a node runs or is attached to anything before it is so.
  const isolated = steps.some(exposes) ? isolate(options) : Promise.resolve();
  // Whoever needs it is told; a plan that failed before has no use for it.
  isolated.catch(() => undefined);
  const books = NetworkBooks.of(engine, helper, options.pool);
  const one = async (step: Step) => {
    onProgress?.(step, 'begin');
    try {
      if (exposes(step)) await isolated;
      await applyStep(step, desired, { engine, helper, books, policy });
    } catch (error) {
      onProgress?.(step, 'failed');
      throw error;
    }
    onProgress?.(step, 'done');
  };
  await runSteps(steps, options.parallel ?? defaultParallel, one, options.signal);
  if (steps.some(({ kind }) => kind === 'remove-network')) {
    await Promise.all([tidyCaptures(helper), tidyWatches(helper)]);
  }
}

/** Whether a node's own program runs by it, or goes on. */
function exposes({ kind }: Step): boolean {
  return kind === 'prepare-nodes' || kind === 'attach-nodes' || kind === 'unpause-node';
}

async function isolate({ helper, onAlarm }: ApplyOptions): Promise<void> {
  const missing = await recentlyIsolated(helper);
  if (missing.length > 0) onAlarm?.(missing);
}

interface Tools {
  engine: Engine;
  helper: Helper;
  books: NetworkBooks;
  policy: InstallationPolicy | undefined;
}

async function applyStep(
  step: Step,
  desired: DesiredRange | undefined,
  { engine, helper, books, policy }: Tools,
): Promise<void> {
  switch (step.kind) {
    case 'create-network': {
      const { of, networks } = known(desired, helper);
      await createNetwork(books, of, networkNamed(networks, step.network), desired!);
      return;
    }
    case 'create-node': {
      const { of, nodes } = known(desired, helper);
      const node = nodeNamed(nodes, step.node);
      if (node.egress) await ensureEgress(books, node);
      await createNode(engine, helper, of, node, policy);
      return;
    }
    case 'start-node': {
      const { of, nodes } = known(desired, helper);
      const node = nodeNamed(nodes, step.node);
      // It may have been swept since, as nobody's.
      if (node.egress) await ensureEgress(books, node);
      await startNode(engine, of, node);
      return;
    }
    case 'prepare-nodes':
    case 'attach-nodes': {
      const { of, nodes, networks } = known(desired, helper);
      // Here, because nothing of a node runs before: also not on a network that a call cut short has made.
      await boundBridges(
        helper,
        networks.map((_, index) => bridgeName(of.range, index)),
      );
      if (step.nodes.some((name) => nodeNamed(nodes, name).egress)) await partProxies(helper);
      const attach = step.kind === 'attach-nodes' ? attachNodes : prepareNodes;
      const these = step.nodes.map((name) => nodeNamed(nodes, name));
      await attach(engine, helper, of, these, desired!);
      return;
    }
    case 'shape-network': {
      const { of, networks } = known(desired, helper);
      const network = networkNamed(networks, step.network);
      await shapeNetwork(helper, bridgeName(of.range, networks.indexOf(network)), network);
      return;
    }
    case 'pause-node':
      await engine.containers.pause(step.engineId);
      return;
    case 'unpause-node':
      await engine.containers.unpause(step.engineId);
      return;
    case 'remove-node':
      await engine.containers.remove(step.engineId);
      return;
    case 'remove-network':
      await engine.networks.remove(step.engineId);
  }
}

function known(desired: DesiredRange | undefined, { installation }: Helper) {
  if (!desired) throw new DesireError('a plan that builds was applied without what it builds');
  const of: Ownership = { installation, range: desired.range, generation: desired.generation };
  return { of, nodes: desired.nodes, networks: desired.networks };
}

function nodeNamed(nodes: DesiredNode[], name: string): DesiredNode {
  const node = nodes.find((n) => n.name === name);
  if (!node) throw new DesireError(`the plan names node ${name}, which the range does not have`);
  return node;
}

function networkNamed(networks: DesiredNetwork[], name: string): DesiredNetwork {
  const network = networks.find((n) => n.name === name);
  if (!network) throw new DesireError(`the plan names network ${name}, which the range does not have`);
  return network;
}
