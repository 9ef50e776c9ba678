import { inject } from 'vitest';
import {
  apply,
  connectEngine,
  desire,
  ensureHelper,
  ensureIsolation,
  findNode,
  labelKeys,
  observe,
  plan,
  removeHelper,
  type ContainerSpec,
  type DesiredRange,
  type Engine,
  type ExecRequest,
  type ExecResult,
  type Helper,
  type ImageFacts,
  type NetworkSpec,
} from '#range';
import { scenarioSchema, type Scenario } from '#scenario';
import { count, type Tally } from './tally.js';

/** How a control is taken away on the product's own way to a range: what it asks of engine and helper is changed. */
export interface Without {
  container?: (spec: ContainerSpec) => ContainerSpec;
  network?: (spec: NetworkSpec) => NetworkSpec;
  /** What the helper is told to do by a script. */
  script?: (script: string) => string;
  /** What the helper is told to do by one command. */
  command?: (request: ExecRequest) => ExecRequest;
  /** What an image says of itself. */
  image?: (facts: ImageFacts) => ImageFacts;
}

/** Networks and nodes in the language of scenarios. */
export type Shape = Pick<Scenario, 'networks' | 'nodes'>;
export const shapeOf = (text: unknown): Shape =>
  scenarioSchema.pick({ networks: true, nodes: true }).parse(text);

const mostRounds = 12;

/** An installation on the attacked engine, and what tests do with it. */
export async function openLaboratory(name: string) {
  const installation = `t-escape-${name}-${process.pid}`;
  const engine = connectEngine({ host: inject('attackedEngine') });
  const pool = '10.201.0.0/17';
  const image = await engine.images.inspect('debian:bookworm-slim');
  if (!image) throw new Error(`debian:bookworm-slim is not on the engine at ${engine.address}`);
  const base = image.id;
  const helper = await ensureHelper(engine, { installation });
  await ensureIsolation(helper);

  /** Builds a range as the worker does; nodes' images are the base image unless named. */
  async function launch(
    range: string,
    shape: Shape,
    without: Without = {},
    images: Record<string, string> = {},
  ) {
    const all = Object.fromEntries(Object.keys(shape.nodes).map((node) => [node, images[node] ?? base]));
    const desired = desire({ scenario: shape, range, generation: 1, images: all, values: {} });
    await converge(range, desired, without);
  }

  async function converge(range: string, desired: DesiredRange | undefined, without: Without = {}) {
    const tools = { engine: changedEngine(engine, without), helper: changedHelper(helper, without), pool };
    for (let round = 0; round < mostRounds; round++) {
      const steps = plan(desired, await observe(engine, helper, range));
      if (steps.length === 0) return;
      await apply(steps, desired, tools);
    }
    throw new Error(`range ${range} is not as it must be after ${mostRounds} plans`);
  }

  async function box(range: string, node: string) {
    const found = await findNode(engine, { installation, range, node });
    if (!found?.running) throw new Error(`node ${node} of range ${range} does not run`);
    return found;
  }

  /** Runs a program as a trainee does. */
  async function inside(
    range: string,
    node: string,
    command: string[],
    more: Partial<ExecRequest> = {},
  ): Promise<ExecResult> {
    return engine.exec((await box(range, node)).container, { command, timeoutMs: 30_000, ...more });
  }

  /** Runs a script on the host. @throws Error when it fails */
  async function onHost(script: string, timeoutMs = 20_000): Promise<string> {
    const result = await helper.run(script, timeoutMs);
    if (result.exitCode !== 0) {
      throw new Error(
        `on the host ${JSON.stringify(script.slice(0, 200))} ended with ${result.exitCode}: ${result.stderr}`,
      );
    }
    return result.stdout.trim();
  }

  async function close() {
    const label = [`${labelKeys.installation}=${installation}`];
    const boxes = (await engine.containers.list(label)).filter((c) => c.id !== helper.container);
    for (const { id } of boxes) await engine.containers.remove(id);
    for (const { id } of await engine.networks.list(label)) await engine.networks.remove(id);
    await removeHelper(engine, installation);
  }

  const tally = (part: Partial<Tally>) => count(inject('tally'), part);
  return { installation, engine, helper, base, pool, launch, converge, box, inside, onHost, close, tally };
}

export type Laboratory = Awaited<ReturnType<typeof openLaboratory>>;

function changedEngine(engine: Engine, { container, network, image }: Without): Engine {
  return {
    ...engine,
    containers: {
      ...engine.containers,
      create: (name, spec) => engine.containers.create(name, container ? container(spec) : spec),
    },
    networks: {
      ...engine.networks,
      create: (spec) => engine.networks.create(network ? network(spec) : spec),
    },
    images: {
      ...engine.images,
      async inspect(reference) {
        const facts = await engine.images.inspect(reference);
        return facts && image ? image(facts) : facts;
      },
    },
  };
}

function changedHelper(helper: Helper, { script, command }: Without): Helper {
  return {
    ...helper,
    run: (text, timeoutMs) => helper.run(script ? script(text) : text, timeoutMs),
    command: (request) => helper.command(command ? command(request) : request),
  };
}
