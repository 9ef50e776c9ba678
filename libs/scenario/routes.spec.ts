import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatewayOf, networksReached, routePlan } from './routes.js';
import { scenarioSchema, type Scenario } from './schema.js';

type Nodes = Record<string, object>;

function topology(networks: Record<string, string>, nodes: Nodes): Scenario {
  return scenarioSchema.parse({
    apiVersion: 'vocr/v1',
    id: 'routes',
    version: '1.0.0',
    title: { en: 'r' },
    summary: { en: 'r' },
    authors: ['VOCR'],
    license: 'Apache-2.0',
    difficulty: 'easy',
    duration: '10m',
    languages: ['en'],
    networks: Object.fromEntries(Object.entries(networks).map(([name, cidr]) => [name, { cidr }])),
    nodes: Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, { image: 'x', ...node }])),
  });
}
const at = (...addresses: string[]) =>
  Object.fromEntries(addresses.map((text) => text.split(' ')).map(([n, address]) => [n, { address }]));
const router = {};

/** lan – r1 – mid – r2 – far, and a second way from lan to mid. */
const chain = topology(
  { lan: '10.1.0.0/24', mid: '10.2.0.0/24', far: '10.3.0.0/24', alone: '10.9.0.0/24' },
  {
    pc: { networks: at('lan 10.1.0.10') },
    r1: { networks: at('lan 10.1.0.1', 'mid 10.2.0.1'), router },
    r2: { networks: at('mid 10.2.0.2', 'far 10.3.0.1'), router },
    db: { networks: at('far 10.3.0.30') },
    between: { networks: at('mid 10.2.0.50') },
    chosen: { networks: at('mid 10.2.0.51'), gateway: 'r2' },
    closed: { networks: at('lan 10.1.0.11'), gateway: 'none' },
    island: { networks: at('alone 10.9.0.2') },
  },
);

describe('routes', () => {
  it('lead by the only router that is near, by the named one, or nowhere', () => {
    const { r1: _r1, r2: _r2, ...others } = routePlan(chain);
    expect(others).toEqual({
      pc: [{ to: 'default', via: '10.1.0.1' }],
      db: [{ to: 'default', via: '10.3.0.1' }],
      between: [],
      chosen: [{ to: 'default', via: '10.2.0.2' }],
      closed: [],
      island: [],
    });
  });

  it('of routers lead to every network that routers reach, over the next one', () => {
    const { r1, r2 } = routePlan(chain);
    expect(r1).toEqual([{ to: '10.3.0.0/24', via: '10.2.0.2' }]);
    expect(r2).toEqual([{ to: '10.1.0.0/24', via: '10.2.0.1' }]);
  });

  it('of a router that names its own gateway end there', () => {
    const nodes = structuredClone(chain.nodes);
    nodes.r1!.gateway = 'r2';
    expect(routePlan({ ...chain, nodes }).r1!.at(-1)).toEqual({ to: 'default', via: '10.2.0.2' });
    expect(gatewayOf(chain, 'r1')).toBeUndefined();
  });

  it('tell which networks a node gets to', () => {
    expect(networksReached(chain, 'pc').sort()).toEqual(['far', 'lan', 'mid']);
    expect(networksReached(chain, 'between')).toEqual(['mid']);
    expect(networksReached(chain, 'closed')).toEqual(['lan']);
    expect(networksReached(chain, 'island')).toEqual(['alone']);
  });

  it('take the shortest way', () => {
    const ring = topology(
      { a: '10.1.0.0/24', b: '10.2.0.0/24', c: '10.3.0.0/24', d: '10.4.0.0/24' },
      {
        ab: { networks: at('a 10.1.0.1', 'b 10.2.0.1'), router },
        bc: { networks: at('b 10.2.0.2', 'c 10.3.0.1'), router },
        cd: { networks: at('c 10.3.0.2', 'd 10.4.0.1'), router },
        da: { networks: at('d 10.4.0.2', 'a 10.1.0.2'), router },
      },
    );
    expect(routePlan(ring).ab).toContainEqual({ to: '10.4.0.0/24', via: '10.1.0.2' });
    expect(routePlan(ring).ab).toContainEqual({ to: '10.3.0.0/24', via: '10.2.0.2' });
  });

  it('lead to the end, and back by the same routers, whatever is joined to what', () => {
    const joints = fc.array(fc.uniqueArray(fc.nat(5), { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(joints, (routers) => {
        const networks = Object.fromEntries([0, 1, 2, 3, 4, 5].map((n) => [`n${n}`, `10.${n}.0.0/24`]));
        const nodes = Object.fromEntries(
          routers.map((ends, r) => [
            `r${r}`,
            { networks: at(...ends.map((n) => `n${n} 10.${n}.0.${r + 1}`)), router },
          ]),
        );
        const scenario = topology(networks, nodes);
        const plan = routePlan(scenario);
        const nodeAt = (address: string) => `r${Number(address.split('.')[3]) - 1}`;
        /** The routers that a packet passes from one of them to a network. */
        const walk = (from: string, network: string): string[] => {
          const passed = [from];
          while (!(network in scenario.nodes[passed.at(-1)!]!.networks)) {
            const route = plan[passed.at(-1)!]!.find(({ to }) => to === networks[network]);
            expect(route).toBeDefined();
            passed.push(nodeAt(route!.via));
            expect(passed.length).toBeLessThanOrEqual(routers.length);
          }
          return passed;
        };
        for (const [start, { networks: own }] of Object.entries(scenario.nodes)) {
          for (const network of networksReached(scenario, start)) {
            const there = walk(start, network);
            expect(there.length).toBe(distance(routers, Number(start.slice(1)), Number(network.slice(1))));
            for (const home of Object.keys(own)) {
              const back = walk(there.at(-1)!, home);
              // Unless the way back ends sooner, at another router of that network, it is the same.
              if (back.length === there.length && back.includes(start))
                expect(back).toEqual([...there].reverse());
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** How many routers are passed from one to a network at least. */
function distance(routers: number[][], start: number, network: number): number {
  let reached = new Set([start]);
  for (let passed = 1; passed <= routers.length; passed++) {
    if ([...reached].some((r) => routers[r]!.includes(network))) return passed;
    const ends = new Set([...reached].flatMap((r) => routers[r]!));
    reached = new Set([...routers.keys()].filter((r) => routers[r]!.some((n) => ends.has(n))));
  }
  return Number.NaN;
}
