import { resolverResources, sizeBytes, type Scenario } from '#scenario';

/** What a range asks of its host. */
export interface Demand {
  /** Bytes: the limits of its nodes, with what they may write, which lies in memory too. */
  memory: number;
  cpus: number;
  /** Subnets of the pool. */
  networks: number;
  /** Bytes on the disk of the engine. */
  disk: number;
}

const mebibyte = 2 ** 20;
/** What a container may leave on the engine's disk: two logs of 1 MB, and the engine's own books of it. */
const diskOfContainer = 4 * mebibyte;

export const noDemand: Demand = { memory: 0, cpus: 0, networks: 0, disk: 0 };

/** What a range of a scenario asks of its host when all its nodes run, the platform's resolvers among them. */
export function demandOf({ nodes, networks }: Pick<Scenario, 'nodes' | 'networks'>): Demand {
  const own = Object.values(nodes).map(({ resources: { memory, disk, cpus } }) => {
    return { memory: sizeBytes(memory), disk: sizeBytes(disk), cpus };
  });
  const resolvers = Object.values(networks).filter(({ dns }) => dns !== undefined);
  const all = [...own, ...resolvers.map(() => resolverResources)];
  return {
    memory: all.reduce((sum, { memory, disk }) => sum + memory + disk, 0),
    cpus: all.reduce((sum, { cpus }) => sum + cpus, 0),
    networks: Object.keys(networks).length,
    disk: all.length * diskOfContainer,
  };
}

/** What two demands ask together. */
export const together = (one: Demand, other: Demand): Demand => ({
  memory: one.memory + other.memory,
  cpus: one.cpus + other.cpus,
  networks: one.networks + other.networks,
  disk: one.disk + other.disk,
});
