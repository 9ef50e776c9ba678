import type { HostCapacity } from '#persistence';
import { together, type Demand } from './demand.js';
import { perhaps, shortage, sizeText, type Bounds, type Shortage } from './room.js';

/** Why a range is not placed yet: stable words, for programs and for translation. */
export type WaitReason =
  | 'waiting-host'
  | 'waiting-images'
  | 'waiting-slot'
  | 'waiting-memory'
  | 'waiting-cpu'
  | 'waiting-addresses'
  | 'waiting-disk';

/** What keeps a range waiting. */
export interface Wait {
  reason: WaitReason;
  /** The same for people, with figures. */
  text: string;
  /** What it needs and what there is, where it is a matter of figures: bytes, or a count of cpus or networks. */
  needs?: number;
  free?: number;
}

/** What becomes of a request in this pass. */
export type Verdict =
  | { is: 'place'; host: string }
  | ({ is: 'wait' } & Wait)
  /** No host could take it even when empty; the reason is for people. */
  | { is: 'never'; reason: string };

/** A host as admission sees it. */
export interface HostLoad {
  name: string;
  /** Whether it takes ranges now; if not, it is only asked whether a range could ever fit. */
  usable: boolean;
  /** Building images; launches wait for them. */
  preparing?: string;
  capacity: HostCapacity;
  /** What the ranges that are wanted on it may come to ask for. */
  reserved: Demand;
  /** The part of it that the measured capacity does not show yet: launches at work, and those just done. */
  unmeasured: Demand;
  /** Ranges that its worker is at work on or has waiting. */
  inFlight: number;
}

/** A request, in the order of the queue. */
export interface Request {
  range: string;
  demand: Demand;
  /** Wall time since it was asked for, ms. */
  age: number;
}

/** What holds for all requests of a pass. */
export interface Terms {
  bounds: Bounds;
  /** What to say while no host takes ranges. */
  noHost: string;
  /** Whether every host there is has told its capacity; else nobody can say that a range never fits. */
  allKnown: boolean;
}

/** Beyond its slots, a host is given as many again, so that the next is at hand when one is done. */
export const inFlightPerSlot = 2;
/** A range that finds no room for this long is passed by no further ones, ms. */
const patience = 60_000;

/**
 * Decides on requests one after the other; each place taken counts for the next. Pure.
 */
export function admit(
  requests: readonly Request[],
  hosts: readonly HostLoad[],
  terms: Terms,
): Map<string, Verdict> {
  const loads = hosts.map((host) => ({ ...host }));
  return new Map(requests.map((request) => [request.range, decideOne(request, loads, terms)]));
}

function decideOne({ demand, age }: Request, hosts: HostLoad[], terms: Terms): Verdict {
  const { bounds } = terms;
  const never = hosts.length > 0 && terms.allKnown ? neverFits(demand, hosts, bounds) : undefined;
  if (never) return { is: 'never', reason: never };
  const usable = hosts.filter((host) => host.usable);
  if (usable.length === 0) return { is: 'wait', reason: 'waiting-host', text: terms.noHost };
  const looked = usable.map((host) => ({ host, short: shortage(demand, host, bounds) }));
  const roomy = looked.filter(({ short }) => !short).map(({ host }) => host);
  const free = roomy.filter(({ inFlight, capacity }) => inFlight < capacity.slots * inFlightPerSlot);
  if (free.length > 0) {
    const host = leastLoaded(free, bounds);
    take(host, demand);
    host.inFlight += 1;
    return { is: 'place', host: host.name };
  }
  if (roomy.length > 0) return { is: 'wait', ...forSlot(roomy) };
  // Hosts that are short of one thing come before those that are short of more, and are asked for the most of it.
  const nearest = looked.map(({ host, short }) => ({ host, short: short! })).sort(byNearness)[0]!;
  if (age > patience) take(nearest.host, demand);
  const { reason, text, needs, free: there } = nearest.short;
  return { is: 'wait', reason, text, needs, free: there };
}

const byNearness = (one: { short: Shortage }, other: { short: Shortage }) =>
  other.short.free / other.short.needs - one.short.free / one.short.needs;

function take(host: HostLoad, demand: Demand): void {
  host.reserved = together(host.reserved, demand);
  host.unmeasured = together(host.unmeasured, demand);
}

function forSlot(hosts: readonly HostLoad[]): Wait {
  const preparing = hosts.every((host) => host.preparing) ? hosts[0]!.preparing : undefined;
  return preparing
    ? { reason: 'waiting-images', text: `images are being prepared: ${preparing}` }
    : { reason: 'waiting-slot', text: 'images are ready, waiting for a free slot' };
}

/** The host that is asked for the smallest share of what it has. */
function leastLoaded(hosts: readonly HostLoad[], { memoryOvercommit, cpuOvercommit }: Bounds): HostLoad {
  const share = ({ capacity, reserved, unmeasured, inFlight }: HostLoad) =>
    Math.max(
      inFlight / (capacity.slots * inFlightPerSlot),
      reserved.memory / memoryOvercommit / capacity.memory.total,
      1 - (capacity.memory.available - unmeasured.memory / memoryOvercommit) / capacity.memory.total,
      reserved.cpus / cpuOvercommit / capacity.cpus,
    );
  const byShare = hosts.map((host) => ({ host, share: share(host) }));
  return byShare.sort((a, b) => a.share - b.share || (a.host.name < b.host.name ? -1 : 1))[0]!.host;
}

/** The reason why no host can take the range, even an empty one; undefined when one can. */
function neverFits(demand: Demand, hosts: readonly HostLoad[], bounds: Bounds): string | undefined {
  const shorts = hosts.map((host) => shortage(demand, perhaps(host), bounds));
  if (shorts.some((short) => !short)) return undefined;
  const largest = (shorts as Shortage[]).sort((a, b) => b.largest / b.needs - a.largest / a.needs)[0]!;
  const { needs, largest: has, of, limits } = largest;
  const what = of === 'memory' || of === 'disk' ? sizeText : String;
  const counted = limits === undefined ? '' : ` (its limits are ${sizeText(limits)})`;
  return `The range needs ${what(needs)} of ${of}${counted}; the largest host has ${what(has)} for ranges.`;
}
