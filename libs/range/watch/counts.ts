import { durationMs } from './kernel-time.js';
import { mostReceivers, rememberedMs, type Count } from './connection-rules.js';
import type { SeenConnection, WatchedRange } from './model.js';

/** What the kernel counted of one receiver, or at all. */
export interface Counted {
  packets: number;
  /** How long ago the latest was, ms. */
  agoMs: number;
}

/** By set and element, what the kernel has counted. */
export type Counts = Map<string, Map<string, Counted>>;

/** By set and element, what was told already: how many, and when the latest was, wall ms. */
export type Told = Record<string, Record<string, { packets: number; at: number }>>;

/** Between two looks at one packet, the times that are worked out for it differ by less. */
const sameMs = 2_000;

/** Reads the sets and chains of what `nft -p list table` prints. */
export function readCounts(listing: string): { counts: Counts; chains: Set<string> } {
  const counts: Counts = new Map();
  for (const [, name, body] of listing.matchAll(/^\tset (\S+) \{\n([\s\S]*?)^\t\}/gm)) {
    const elements = /elements = \{([\s\S]*)\}/.exec(body!)?.[1] ?? '';
    counts.set(name!, new Map(elements.split(',').flatMap((one) => readElement(one))));
  }
  const chains = [...listing.matchAll(/^\tchain (\S+) \{/gm)].map(([, name]) => name!);
  return { counts, chains: new Set(chains) };
}

function readElement(text: string): [string, Counted][] {
  const [, key, packets] = /^\s*(\S+(?: \. \S+)*) .*\bpackets (\d+) /.exec(text) ?? [];
  const expires = /\bexpires (\w+)/.exec(text)?.[1];
  // One that is just forgotten has no time left to show.
  if (key === undefined || expires === undefined) return [];
  return [[key, { packets: Number(packets), agoMs: Math.max(0, rememberedMs - durationMs(expires)) }]];
}

/**
 * What is new since something was last told, in the order of its time, and what will have been told with it. What goes on is
 * new at each look.
 * @param now of the look, wall ms
 */
export function newConnections(
  { nodes }: WatchedRange,
  rules: readonly Count[],
  counts: Counts,
  told: Told,
  now: number,
): { seen: SeenConnection[]; told: Told } {
  const nameOf = new Map(nodes.flatMap((node) => node.interfaces.map(({ address }) => [address, node.name])));
  const next: Told = {};
  const seen = new Map<string, SeenConnection>();
  const note = (one: SeenConnection) => {
    const key = [one.node, one.to, one.protocol, one.port].join(' ');
    if (one.at >= (seen.get(key)?.at ?? 0)) seen.set(key, one);
  };
  for (const { wanted, any, to } of rules) {
    const { node, protocol } = wanted;
    const fresh = (set: string) => {
      const before = told[set] ?? {};
      const after: Told[string] = (next[set] = {});
      return [...(counts.get(set) ?? [])].flatMap(([key, { packets, agoMs }]) => {
        const at = now - agoMs;
        const known = before[key];
        const isNew = !known || known.packets !== packets || at > known.at + sameMs;
        after[key] = isNew ? { packets, at } : known;
        return isNew ? [{ key, at }] : [];
      });
    };
    const receivers = fresh(to);
    for (const { key, at } of receivers) {
      const [address = '', port] = key.split(' . ');
      const name = nameOf.get(address);
      note({
        kind: 'connection',
        node,
        ...(name === undefined ? {} : { to: name }),
        protocol,
        ...(port === undefined ? {} : { port: Number(port) }),
        at,
      });
    }
    const isFull = (counts.get(to)?.size ?? 0) >= mostReceivers;
    for (const { at } of fresh(any)) {
      // More receivers than are told apart: that there was one is known still.
      if (isFull && receivers.length === 0) note({ kind: 'connection', ...wanted, at });
    }
  }
  return { seen: [...seen.values()].sort((a, b) => a.at - b.at), told: next };
}
