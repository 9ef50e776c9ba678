import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridgeName, portName } from './labels.js';
import { linkMark } from './link.js';
import type { DesiredNode, DesiredRange, ObservedNode, ObservedRange } from './model.js';
import { plan, type Step } from './plan.js';

const range = 'abcd1234';
const generation = 2;
const names = { networks: ['dmz', 'lan'], nodes: ['box', 'web', 'db'] };

const link = fc.constantFrom(undefined, { delayMs: 20 }, { rateBit: 1_000_000 });
const desiredNode = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: fc.constant('sha256:1'),
    interfaces: fc
      .subarray(names.networks)
      .map((on) => on.map((network) => ({ network, address: '192.168.56.9', prefix: 24 }))),
    files: fc.constant<DesiredNode['files']>([]),
    environment: fc.constant({}),
    hosts: fc.constant<DesiredNode['hosts']>([]),
    resources: fc.constant({ memory: 1, disk: 1, cpus: 1, processes: 8 }),
    capabilities: fc.constant<string[]>([]),
    reset: fc.constantFrom(0, 1),
  });
const desired: fc.Arbitrary<DesiredRange> = fc.record({
  range: fc.constant(range),
  generation: fc.constant(generation),
  suspended: fc.boolean(),
  networks: fc
    .tuple(...names.networks.map((name) => fc.tuple(fc.constant(name), link)))
    .map((all) =>
      all.map(([name, shape]) => ({ name, cidr: '192.168.56.0/24', ...(shape ? { link: shape } : {}) })),
    ),
  nodes: fc.tuple(...names.nodes.map(desiredNode)),
});

const portsOf = (place: number, interfaces: unknown[]) =>
  interfaces.map((_, index) => portName(range, place, index));
const allPorts = names.nodes.flatMap((_, place) => portsOf(place, names.networks));

const states = ['created', 'held', 'prepared', 'running', 'exited', 'paused', 'dead'] as const;
const observed: fc.Arbitrary<ObservedRange> = fc
  .record({
    networks: fc.array(
      fc.record({ name: fc.constantFrom(...names.networks, 'old'), generation: fc.constantFrom(1, 2) }),
      { maxLength: 5 },
    ),
    // A container's name is its own on an engine.
    nodes: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names.nodes, 'old'),
        generation: fc.constantFrom(1, 2),
        reset: fc.constantFrom(0, 1),
        state: fc.constantFrom<ObservedNode['state']>(...states),
      }),
      { selector: ({ name }) => name },
    ),
    links: fc.dictionary(
      fc.constantFrom(...names.networks.map((_, index) => bridgeName(range, index))),
      fc.constantFrom(linkMark(undefined), linkMark({ delayMs: 20 }), '7'),
    ),
    ports: fc.subarray(allPorts),
  })
  .map(({ networks, nodes, links, ports }) => ({
    range,
    networks: networks.map((network, index) => ({ id: `N${index}`, ...network })),
    nodes: nodes.map((node, index) => ({ id: `C${index}`, ...node })),
    links,
    ports,
  }));

/** An engine on paper: refuses what a real one refuses. */
class PaperEngine {
  private made = 0;
  readonly has: ObservedRange;

  constructor(
    has: ObservedRange,
    private readonly wanted: DesiredRange | undefined,
  ) {
    this.has = structuredClone(has);
  }

  do(step: Step): void {
    const { networks, nodes } = this.has;
    switch (step.kind) {
      case 'create-network':
        if (networks.some(({ name }) => name === step.network)) throw new Error(`two of ${step.network}`);
        networks.push({ id: `M${this.made++}`, name: step.network, generation });
        this.shape(step.network);
        return;
      case 'remove-network':
        this.has.networks = networks.filter(({ id }) => id !== step.engineId);
        this.loosen();
        return;
      case 'create-node': {
        if (nodes.some(({ name }) => name === step.node)) throw new Error(`two of ${step.node}`);
        const { reset = 0 } = this.wanted!.nodes.find(({ name }) => name === step.node)!;
        nodes.push({ id: `M${this.made++}`, name: step.node, generation, reset, state: 'created' });
        return;
      }
      case 'remove-node':
        this.has.nodes = nodes.filter(({ id }) => id !== step.engineId);
        return;
      case 'start-node':
        return this.turn(step.node, ['created', 'exited'], 'held');
      case 'prepare-nodes':
        for (const node of step.nodes) {
          this.networksOf(node);
          this.turn(node, ['held', 'prepared'], 'running');
        }
        return;
      case 'attach-nodes':
        for (const node of step.nodes) this.networksOf(node);
        return;
      case 'pause-node':
        return this.turn(step.node, ['running'], 'paused');
      case 'unpause-node':
        return this.turn(step.node, ['paused'], 'running');
      case 'shape-network':
        this.shape(step.network);
    }
  }

  private turn(name: string, from: ObservedNode['state'][], to: ObservedNode['state']): void {
    const node = this.has.nodes.find((found) => found.name === name);
    if (!node || !from.includes(node.state)) throw new Error(`${name} is ${node?.state ?? 'not there'}`);
    node.state = to;
  }

  /** @throws Error when one that the node is to be on is not there */
  private networksOf(name: string): void {
    for (const { network } of this.wanted!.nodes.find((node) => node.name === name)!.interfaces) {
      if (!this.has.networks.some((found) => found.name === network)) {
        throw new Error(`${name} is attached to ${network}, which is not there`);
      }
    }
    const place = this.wanted!.nodes.findIndex((node) => node.name === name);
    this.has.ports = [
      ...new Set([...this.has.ports!, ...portsOf(place, this.wanted!.nodes[place]!.interfaces)]),
    ];
  }

  /** Of nodes whose networks are gone. */
  private loosen(): void {
    const gone = (network: string) => !this.has.networks.some(({ name }) => name === network);
    const loose = (this.wanted?.nodes ?? []).flatMap(({ interfaces }, place) =>
      portsOf(place, interfaces).filter((_, index) => gone(interfaces[index]!.network)),
    );
    this.has.ports = this.has.ports!.filter((port) => !loose.includes(port));
  }

  private shape(network: string): void {
    const index = this.wanted!.networks.findIndex(({ name }) => name === network);
    this.has.links![bridgeName(range, index)] = linkMark(this.wanted!.networks[index]!.link);
  }
}

/** Does the steps in some order that keeps to what each waits for, and stops after `most` of them. */
function carryOut(steps: Step[], engine: PaperEngine, choices: number[], most = Infinity): void {
  const done = new Set<string>();
  const waiting = [...steps];
  while (waiting.length > 0 && done.size < most) {
    const free = waiting.filter(({ after }) => after.every((id) => done.has(id)));
    if (free.length === 0) throw new Error('steps wait for each other');
    const step = free[(choices[done.size % choices.length] ?? 0) % free.length]!;
    engine.do(step);
    done.add(step.id);
    waiting.splice(waiting.indexOf(step), 1);
  }
}

const order = fc.array(fc.nat(20), { minLength: 1, maxLength: 12 });

describe('a plan, from whatever is there', () => {
  it('leads in one go to where nothing is left to do', () => {
    fc.assert(
      fc.property(fc.option(desired, { nil: undefined }), observed, order, (wanted, there, choices) => {
        const engine = new PaperEngine(there, wanted);
        carryOut(plan(wanted, there), engine, choices);
        expect(plan(wanted, engine.has)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leads there too when it is cut short again and again, and planned anew', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(desired, observed, order, cuts, (wanted, there, choices, stops) => {
        const engine = new PaperEngine(there, wanted);
        for (const most of stops) carryOut(plan(wanted, engine.has), engine, choices, most);
        carryOut(plan(wanted, engine.has), engine, choices);
        expect(plan(wanted, engine.has)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('ends with every node that is wanted, running or frozen, and nothing else', () => {
    fc.assert(
      fc.property(desired, observed, order, (wanted, there, choices) => {
        const engine = new PaperEngine(there, wanted);
        carryOut(plan(wanted, there), engine, choices);
        const { networks, nodes } = engine.has;
        const known = [...names.networks, ...names.nodes];
        expect([...networks, ...nodes].filter(({ name }) => !known.includes(name))).toEqual([]);
        if (wanted.suspended) expect(nodes.filter(({ state }) => state === 'running')).toEqual([]);
        else {
          expect(nodes.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
            names.nodes.map((name) => `${name} running`).sort(),
          );
          expect(networks.map(({ name }) => name).sort()).toEqual([...names.networks].sort());
        }
      }),
    );
  });

  it('takes everything down when nothing is wanted', () => {
    fc.assert(
      fc.property(observed, order, (there, choices) => {
        const engine = new PaperEngine(there, undefined);
        carryOut(plan(undefined, there), engine, choices);
        expect(engine.has).toMatchObject({ networks: [], nodes: [] });
      }),
    );
  });
});

describe('a plan, from what is as it should be', () => {
  const whole = (wanted: DesiredRange): ObservedRange => {
    const engine = new PaperEngine({ range, networks: [], nodes: [], links: {}, ports: [] }, wanted);
    carryOut(plan(wanted, engine.has), engine, [0]);
    return engine.has;
  };
  const running = desired.map((wanted) => ({ ...wanted, suspended: false }));

  it('touches one node when one was reset', () => {
    fc.assert(
      fc.property(running, fc.constantFrom(...names.nodes), (wanted, name) => {
        const nodes = wanted.nodes.map((node) =>
          node.name === name ? { ...node, reset: node.reset! + 1 } : node,
        );
        const steps = plan({ ...wanted, nodes }, whole(wanted));
        expect(steps.map(({ kind }) => kind)).toEqual([
          'remove-node',
          'create-node',
          'start-node',
          'prepare-nodes',
        ]);
        const touched = steps.flatMap((step) =>
          'node' in step ? step.node : 'nodes' in step ? step.nodes : [],
        );
        expect(new Set(touched)).toEqual(new Set([name]));
      }),
    );
  });

  it('freezes and lets go on, and nothing more', () => {
    fc.assert(
      fc.property(running, (wanted) => {
        const there = whole(wanted);
        const frozen = { ...wanted, suspended: true };
        const freeze = plan(frozen, there);
        expect(freeze.map(({ kind }) => kind)).toEqual(names.nodes.map(() => 'pause-node'));
        const engine = new PaperEngine(there, frozen);
        carryOut(freeze, engine, [0]);
        expect(plan(wanted, engine.has).map(({ kind }) => kind)).toEqual(
          names.nodes.map(() => 'unpause-node'),
        );
      }),
    );
  });
});
