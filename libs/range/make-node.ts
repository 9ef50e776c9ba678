import { containerSpec } from './container-spec.js';
import type { ContainerFacts, Engine } from './engine-model.js';
import { EngineError, EngineGone, NodeFailed } from './errors.js';
import type { Helper } from './helper.js';
import { containerName, labelKeys, labelledCount, networkName, type Ownership } from './labels.js';
import type { DesiredNode } from './model.js';
import { nodeArchive } from './node-files.js';
import { checkPolicy } from './policy.js';
import { prepareScript, readPrepareOutput } from './prepare.js';
import { whyItEnded } from './why.js';

const prepareBaseMs = 30_000;
const prepareNodeMs = 10_000;

/** Makes a node's container, or finds that it is there already. It does not run yet. */
export async function createNode(
  engine: Engine,
  helper: Helper,
  of: Ownership,
  node: DesiredNode,
): Promise<void> {
  const name = containerName(of.range, node.name);
  const image = await engine.images.inspect(node.image);
  if (!image)
    throw new NodeFailed(node.name, `image ${node.image} is not on the engine any more; build it again`);
  const spec = containerSpec({ of, node, image, holdVolume: helper.holdVolume, ipv6: helper.ipv6 });
  checkPolicy(spec);
  try {
    await engine.containers.create(name, spec);
  } catch (error) {
    if (error instanceof EngineGone || !(error instanceof EngineError)) throw error;
    if (error.status === 409 && isOurs(await engine.containers.inspect(name), of, node)) return;
    throw new NodeFailed(node.name, error.message, { cause: error });
  }
}

function isOurs(there: ContainerFacts | undefined, of: Ownership, node: DesiredNode): boolean {
  return (
    there !== undefined &&
    there.labels[labelKeys.installation] === of.installation &&
    there.labels[labelKeys.node] === node.name &&
    labelledCount(there.labels, labelKeys.generation) === of.generation &&
    labelledCount(there.labels, labelKeys.reset) === (node.reset ?? 0)
  );
}

/** Connects a node to its networks and starts it, held. */
export async function startNode(engine: Engine, of: Ownership, node: DesiredNode): Promise<void> {
  const name = containerName(of.range, node.name);
  const there = await ownContainer(engine, of, node);
  try {
    for (const { network } of node.interfaces) {
      const wanted = networkName(of.range, network);
      if (there.networks[wanted] === undefined) await engine.networks.connect(wanted, there.id);
    }
    await engine.containers.start(there.id);
  } catch (error) {
    if (error instanceof EngineGone || !(error instanceof EngineError)) throw error;
    throw new NodeFailed(node.name, `${name} does not start: ${error.message}`, { cause: error });
  }
}

async function ownContainer(engine: Engine, of: Ownership, node: DesiredNode): Promise<ContainerFacts> {
  const name = containerName(of.range, node.name);
  const there = await engine.containers.inspect(name);
  if (!there) throw new NodeFailed(node.name, `its container ${name} has gone; someone removed it`);
  if (!isOurs(there, of, node))
    throw new NodeFailed(node.name, `container ${name} is in the way and is not of this range`);
  return there;
}

/**
 * Puts names, addresses, disk and files into held nodes and lets their first processes go, all in one call of the helper.
 * @throws NodeFailed for the first node that could not be prepared
 */
export async function prepareNodes(
  engine: Engine,
  helper: Helper,
  of: Ownership,
  nodes: DesiredNode[],
): Promise<void> {
  const preparations = await Promise.all(
    nodes.map(async (node) => {
      const there = await ownContainer(engine, of, node);
      if (there.pid <= 0) throw new NodeFailed(node.name, await whyItEnded(engine, there));
      const interfaces = node.interfaces.map(({ network, address, prefix }) => {
        const mac = there.networks[networkName(of.range, network)]?.mac;
        if (!mac) throw new NodeFailed(node.name, `it is not connected to network ${network}`);
        return { mac, address, prefix };
      });
      const archive = await nodeArchive(node);
      return {
        node: node.name,
        container: there.id,
        pid: there.pid,
        interfaces,
        disk: node.resources.disk,
        archive,
      };
    }),
  );
  const answer = await helper.run(prepareScript(preparations), prepareBaseMs + prepareNodeMs * nodes.length);
  const results = readPrepareOutput(answer.stdout);
  for (const { node, container } of preparations) {
    const result = results.get(node);
    if (result?.ok) continue;
    const now = await engine.containers.inspect(container);
    if (now && now.pid <= 0) throw new NodeFailed(node, await whyItEnded(engine, now));
    const reason =
      result?.reason || answer.stderr.trim() || (answer.timedOut ? 'it took too long' : 'no answer');
    throw new NodeFailed(node, `the host helper could not prepare it: ${reason}`);
  }
}
