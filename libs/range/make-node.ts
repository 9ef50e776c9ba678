import type { InstallationPolicy } from '#scenario';
import type { Attachment } from './attach.js';
import { containerSpec } from './container-spec.js';
import type { ContainerFacts, Engine, ImageFacts } from './engine-model.js';
import { DesireError, EngineError, EngineGone, NodeFailed } from './errors.js';
import type { Helper } from './helper.js';
import { bridgeName, containerName, labelKeys, labelledCount, portName, type Ownership } from './labels.js';
import type { DesiredNode, DesiredRange } from './model.js';
import { nodeArchive } from './node-files.js';
import { checkPolicy } from './policy.js';
import { attachScript, prepareScript, readPrepareOutput, type Preparation } from './prepare.js';
import { whyItEnded } from './why.js';

const prepareBaseMs = 30_000;
const prepareNodeMs = 10_000;

/** Makes a node's container, or finds that it is there already. It does not run yet. */
export async function createNode(
  engine: Engine,
  helper: Helper,
  of: Ownership,
  node: DesiredNode,
  policy?: InstallationPolicy,
): Promise<void> {
  const name = containerName(of.range, node.name);
  const image = await imageFacts(engine, node);
  const resolver = policy?.internet.resolver;
  const resolvers = resolver === undefined ? [] : [resolver];
  const spec = containerSpec({
    of,
    node,
    image,
    holdVolume: helper.holdVolume,
    ipv6: helper.ipv6,
    resolvers,
  });
  checkPolicy(spec, policy, node.router !== undefined, node.egress);
  try {
    await engine.containers.create(name, spec);
  } catch (error) {
    if (error instanceof EngineGone || !(error instanceof EngineError)) throw error;
    if (error.status === 409 && isOurs(await engine.containers.inspect(name), of, node)) return;
    if (error.status === 404) throw imageGone(node);
    throw new NodeFailed(node.name, error.message, { cause: error });
  }
}

const factsOf = new WeakMap<Engine, Map<string, ImageFacts>>();

/** What an image says of itself. One that is named by its content never says anything else, so it is asked once. */
async function imageFacts(engine: Engine, node: DesiredNode): Promise<ImageFacts> {
  const known = factsOf.get(engine) ?? new Map<string, ImageFacts>();
  factsOf.set(engine, known);
  const facts = known.get(node.image) ?? (await engine.images.inspect(node.image));
  if (!facts) throw imageGone(node);
  if (node.image.startsWith('sha256:')) known.set(node.image, facts);
  return facts;
}

const imageGone = ({ name, image }: DesiredNode) =>
  new NodeFailed(name, `image ${image} is not on the engine any more; build it again`);

function isOurs(there: ContainerFacts | undefined, of: Ownership, node: DesiredNode): boolean {
  return (
    there !== undefined &&
    there.labels[labelKeys.installation] === of.installation &&
    there.labels[labelKeys.node] === node.name &&
    labelledCount(there.labels, labelKeys.generation) === of.generation &&
    labelledCount(there.labels, labelKeys.reset) === (node.reset ?? 0)
  );
}

/** Starts a node, held and without a network yet. */
export async function startNode(engine: Engine, of: Ownership, node: DesiredNode): Promise<void> {
  const name = containerName(of.range, node.name);
  const there = await ownContainer(engine, of, node);
  try {
    await engine.containers.start(there.id);
  } catch (error) {
    if (error instanceof EngineGone || !(error instanceof EngineError)) throw error;
    // After a crash an engine may refuse this one for ever, as when a task of its own is left: the next try makes another.
    await engine.containers.remove(there.id);
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

/** What each interface of a node is attached to; the places of node and network in the range give the names on the host. */
function attachments({ range, nodes, networks }: DesiredRange, node: DesiredNode): Attachment[] {
  const place = nodes.findIndex((n) => n.name === node.name);
  return node.interfaces.map(({ network, address, prefix }, index) => {
    const bridge = networks.findIndex((n) => n.name === network);
    if (bridge < 0)
      throw new DesireError(`node ${node.name} is on network ${network}, which the range does not have`);
    const { link } = networks[bridge]!;
    const names = { bridge: bridgeName(range, bridge), port: portName(range, place, index) };
    // The engine has given a proxy its first.
    const device = `eth${index + (node.egress ? 1 : 0)}`;
    return { ...names, address, prefix, device, ...(link ? { link } : {}) };
  });
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
  range: DesiredRange,
): Promise<void> {
  const preparations = await Promise.all(
    nodes.map(async (node) => {
      const there = await ownContainer(engine, of, node);
      if (there.pid <= 0) throw new NodeFailed(node.name, await whyItEnded(engine, there));
      return preparationOf(range, node, { container: there.id, pid: there.pid });
    }),
  );
  await runForAll(engine, helper, prepareScript(preparations), preparations);
}

/** Where a held node waits: Docker's id, and its init's process id on the host. */
export interface Holding {
  container: string;
  pid: number;
}

async function preparationOf(range: DesiredRange, node: DesiredNode, at: Holding): Promise<Preparation> {
  return {
    node: node.name,
    ...at,
    interfaces: attachments(range, node),
    routes: node.routes,
    router: node.router,
    disk: node.resources.disk,
    ...(node.held ? { held: true } : {}),
    archive: await nodeArchive(node),
  };
}

/** Where the nodes of a range wait that stay held. One that does not run is left out. */
export async function findHoldings(
  engine: Engine,
  of: Ownership,
  range: DesiredRange,
): Promise<Map<string, Holding>> {
  const held = range.nodes.filter((node) => node.held);
  const found = await Promise.all(held.map((node) => ownContainer(engine, of, node)));
  return new Map(
    found.flatMap(({ id, pid }, index) => (pid > 0 ? [[held[index]!.name, { container: id, pid }]] : [])),
  );
}

/**
 * Puts the files that they waited for into nodes of which is known where they wait, and lets them go: one call of the
 * helper and none of the engine. What is no longer there is found out by the helper, before it touches anything.
 * @throws NodeFailed for the first node that could not be let go
 */
export async function releaseHoldings(
  engine: Engine,
  helper: Helper,
  range: DesiredRange,
  holdings: ReadonlyMap<string, Holding>,
): Promise<void> {
  const nodes = range.nodes.filter(({ name }) => holdings.has(name));
  const preparations = await Promise.all(
    nodes.map((node) => preparationOf(range, node, holdings.get(node.name)!)),
  );
  await runForAll(engine, helper, prepareScript(preparations), preparations);
}

/**
 * Attaches running nodes anew, after a network of theirs had vanished.
 * @throws NodeFailed for the first node that could not be attached
 */
export async function attachNodes(
  engine: Engine,
  helper: Helper,
  of: Ownership,
  nodes: DesiredNode[],
  range: DesiredRange,
): Promise<void> {
  const running = await Promise.all(
    nodes.map(async (node) => {
      const { id, pid } = await ownContainer(engine, of, node);
      return { node: node.name, container: id, pid, interfaces: attachments(range, node) };
    }),
  );
  // One that has ended meanwhile is attached when it is started again.
  const there = running.filter(({ pid }) => pid > 0);
  await runForAll(engine, helper, attachScript(there), there);
}

async function runForAll(
  engine: Engine,
  helper: Helper,
  script: string,
  nodes: Pick<Preparation, 'node' | 'container'>[],
): Promise<void> {
  const answer = await helper.run(script, prepareBaseMs + prepareNodeMs * nodes.length);
  const results = readPrepareOutput(answer.stdout);
  for (const { node, container } of nodes) {
    const result = results.get(node);
    if (result?.ok) continue;
    const now = await engine.containers.inspect(container);
    if (now && now.pid <= 0) throw new NodeFailed(node, await whyItEnded(engine, now));
    const reason =
      result?.reason || answer.stderr.trim() || (answer.timedOut ? 'it took too long' : 'no answer');
    throw new NodeFailed(node, `the host helper could not prepare it: ${reason}`);
  }
}
