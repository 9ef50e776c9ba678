import type { HostCapacity } from '#persistence';
import type { WaitReason } from './admission.js';
import { noDemand, type Demand } from './demand.js';

/** How much more than it has a host may be asked for, since ranges rarely use all that they may. */
export interface Bounds {
  memoryOvercommit: number;
  cpuOvercommit: number;
}

/** What a host has too little of for a range. */
export interface Shortage {
  reason: WaitReason;
  text: string;
  needs: number;
  free: number;
  of: 'memory' | 'cpus' | 'networks' | 'disk';
  /** What an empty host of this size could give. */
  largest: number;
  /** Of memory with overcommit: the sum of the limits, in bytes. */
  limits?: number;
}

interface Room {
  capacity: HostCapacity;
  reserved: Demand;
  unmeasured: Demand;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** Memory that stays with the host: 512 MB, or 5 % of it. In bytes. */
export const memoryFloor = (total: number): number => Math.max(512 * mebibyte, total * 0.05);
/** Disk that stays with the host: 2 GB, or 5 % of it. In bytes. */
export const diskFloor = (total: number): number => Math.max(2 * gibibyte, total * 0.05);

/** A size for people: `8.0 GB`, `512 MB`. */
export const sizeText = (bytes: number): string =>
  bytes >= gibibyte ? `${(bytes / gibibyte).toFixed(1)} GB` : `${Math.round(bytes / mebibyte)} MB`;

/** The host as it would be with no range on it and nothing else at work. */
export function perhaps({ capacity }: Room): Room {
  const { memory, disk, networks } = capacity;
  return {
    capacity: {
      ...capacity,
      memory: { total: memory.total, available: memory.total },
      disk: { total: disk.total, free: disk.total },
      networks: { total: networks.total, used: 0 },
    },
    reserved: noDemand,
    unmeasured: noDemand,
  };
}

/** What of a range a host has no room for, the first that is found; undefined when it fits. */
export function shortage(demand: Demand, room: Room, bounds: Bounds): Shortage | undefined {
  const checks = [memoryRoom, cpuRoom, networkRoom, diskRoom];
  for (const check of checks) {
    const { needs, free, ...about } = check(demand, room, bounds);
    if (needs <= free) continue;
    const shown = Math.max(0, free);
    const what = about.of === 'memory' || about.of === 'disk' ? sizeText : String;
    const text = `needs ${what(needs)} of ${about.of}, ${what(shown)} are free for ranges`;
    return { ...about, needs, free: shown, text };
  }
  return undefined;
}

type Check = (demand: Demand, room: Room, bounds: Bounds) => Omit<Shortage, 'text'>;

const memoryRoom: Check = (demand, { capacity, reserved, unmeasured }, { memoryOvercommit }) => {
  const { total, available } = capacity.memory;
  const floor = memoryFloor(total);
  const promised = total - floor - reserved.memory / memoryOvercommit;
  const measured = available - floor - unmeasured.memory / memoryOvercommit;
  return {
    reason: 'waiting-memory',
    of: 'memory',
    needs: demand.memory / memoryOvercommit,
    free: Math.min(promised, measured),
    largest: total - floor,
    ...(memoryOvercommit === 1 ? {} : { limits: demand.memory }),
  };
};

const cpuRoom: Check = (demand, { capacity, reserved }, { cpuOvercommit }) => ({
  reason: 'waiting-cpu',
  of: 'cpus',
  needs: demand.cpus,
  free: rounded(capacity.cpus * cpuOvercommit - reserved.cpus),
  largest: capacity.cpus * cpuOvercommit,
});

const networkRoom: Check = (demand, { capacity, reserved, unmeasured }) => {
  const { total, used } = capacity.networks;
  return {
    reason: 'waiting-addresses',
    of: 'networks',
    needs: demand.networks,
    free: total - Math.max(reserved.networks, used + unmeasured.networks),
    largest: total,
  };
};

const diskRoom: Check = (demand, { capacity, unmeasured }) => {
  const { total, free } = capacity.disk;
  return {
    reason: 'waiting-disk',
    of: 'disk',
    needs: demand.disk,
    free: free - diskFloor(total) - unmeasured.disk,
    largest: total - diskFloor(total),
  };
};

/** Parts of cpus add up to more digits than anyone set. */
const rounded = (cpus: number): number => Math.round(cpus * 1_000) / 1_000;
