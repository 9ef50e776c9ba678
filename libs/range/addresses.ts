import ipaddr from 'ipaddr.js';

/** A run of addresses, as numbers. */
export interface Block {
  first: number;
  /** Inclusive. */
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

/** The addresses of a network; undefined when it is no IPv4. */
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

/** An address as people write it. */
export const addressText = (number: number) =>
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
