import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { PoolExhausted } from './errors.js';

export interface Block {
  first: number;
  last: number;
}

/** Longest mask of a booked subnet: 13 nodes beside the network's, the gateway's and the broadcast address. */
export const usualPrefix = 28;
const reservedAddresses = 3;

/** Length of the mask of the smallest subnet that the books need for so many nodes. */
export function bookPrefix(nodes: number): number {
  let prefix = usualPrefix;
  while (2 ** (32 - prefix) < nodes + reservedAddresses) prefix--;
  return prefix;
}

/**
 * A subnet for the engine's books, where no two networks may overlap. Nodes never see it: they have the scenario's
 * addresses. The search starts at a place that depends on the network, so that networks made at once rarely meet.
 * @param pool where to take it from, e.g. 10.128.0.0/9
 * @param prefix length of the mask, from `bookPrefix`
 * @param key names the network, e.g. its name on the engine
 * @param taken subnets of the engine and routes of the host, as CIDR; IPv6 is ignored
 * @throws PoolExhausted when no subnet is free
 */
export function bookSubnet(pool: string, prefix: number, key: string, taken: Iterable<string>): string {
  const whole = blockOf(pool);
  if (!whole) throw new PoolExhausted(`the pool ${pool} is no IPv4 network`);
  const size = 2 ** (32 - prefix);
  const count = Math.floor((whole.last - whole.first + 1) / size);
  const busy = merge([...taken].flatMap((cidr) => blockOf(cidr) ?? []));
  const start = count === 0 ? 0 : createHash('sha256').update(key).digest().readUInt32BE(0) % count;
  for (let tried = 0; tried < count;) {
    const index = (start + tried) % count;
    const candidate = { first: whole.first + index * size, last: whole.first + (index + 1) * size - 1 };
    const obstacle = overlapping(busy, candidate);
    if (!obstacle) return `${addressText(candidate.first)}/${prefix}`;
    // Jump over the whole obstacle, but not past the end, from where the search goes on at the beginning.
    const beyond = Math.min(count, Math.floor((obstacle.last - whole.first) / size) + 1);
    tried += Math.max(1, beyond - index);
  }
  throw new PoolExhausted(
    `no free /${prefix} is left in the pool ${pool}; set VOCR_ADDRESS_POOL to a larger one that the host does not route`,
  );
}

export function blockOf(cidr: string): Block | undefined {
  const text = cidr.includes('/') ? cidr : `${cidr}/32`;
  if (!ipaddr.IPv4.isValidCIDR(text)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(text);
  const size = 2 ** (32 - length);
  const number = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

/** Sorted, without overlaps. */
export function merge(blocks: Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks.sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before && block.first <= before.last + 1) before.last = Math.max(before.last, block.last);
    else merged.push({ ...block });
  }
  return merged;
}

/** The first of the sorted blocks that shares an address with the candidate. */
function overlapping(sorted: Block[], candidate: Block): Block | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.last < candidate.first) low = middle + 1;
    else high = middle;
  }
  const block = sorted[low];
  return block && block.first <= candidate.last ? block : undefined;
}

const addressText = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/**
 * The networks that the host has a way to, read from `ip -4 -o route show table all`. The default route is none of them,
 * and neither is a single address of the host inside a network that is listed anyway.
 */
export function routedNetworks(routes: string): string[] {
  return routes
    .split('\n')
    .map(
      (line) =>
        line
          .trim()
          .replace(/^(local|broadcast|unreachable|blackhole|prohibit|throw|unicast) /, '')
          .split(' ')[0] ?? '',
    )
    .filter(
      (target) =>
        target !== '' && target !== 'default' && target !== '0.0.0.0/0' && blockOf(target) !== undefined,
    );
}
