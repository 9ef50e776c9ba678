import { createHash } from 'node:crypto';
import { addressText, blockOf, merge, type Block } from './addresses.js';
import { PoolExhausted } from './errors.js';

/** A pool, cut into subnets of one size: which places among all pools' subnets are its own. */
interface CutPool {
  first: number;
  /** Place of its first subnet among those of all pools. */
  from: number;
  count: number;
}

/**
 * Which subnets are taken, and the next free one. The engine lets no two networks overlap; nodes never see these
 * subnets, for they have the scenario's addresses. One booking costs about the same however many are taken.
 */
export class SubnetBook {
  /** Sorted, without overlaps. */
  private readonly taken: Block[];

  /** @param taken subnets of the engine and routes of the host, as CIDR; what is no IPv4 is ignored */
  constructor(taken: Iterable<string>) {
    this.taken = merge([...taken].flatMap((cidr) => blockOf(cidr) ?? []));
  }

  /** Takes note that a subnet is used. */
  add(cidr: string): void {
    const block = blockOf(cidr);
    if (!block) return;
    const at = this.firstEndingFrom(block.first - 1);
    let { first, last } = block;
    let after = at;
    for (; after < this.taken.length && this.taken[after]!.first <= last + 1; after++) {
      first = Math.min(first, this.taken[after]!.first);
      last = Math.max(last, this.taken[after]!.last);
    }
    this.taken.splice(at, after - at, { first, last });
  }

  /**
   * A free subnet, which is then taken. The search starts at a place that depends on the key, so that networks made at once
   * by several workers rarely meet.
   * @param pools where to take it from, separated by commas, e.g. `10.128.0.0/9,172.20.0.0/14`
   * @param prefix length of the mask, from `bookPrefix`
   * @param key names the network, e.g. its name on the engine
   * @throws PoolExhausted when none is free
   */
  book(pools: string, prefix: number, key: string): string {
    const size = 2 ** (32 - prefix);
    const { cut, count } = cutPools(pools, size);
    const start = count === 0 ? 0 : createHash('sha256').update(key).digest().readUInt32BE(0) % count;
    for (let tried = 0; tried < count;) {
      const place = (start + tried) % count;
      const pool = cut.find(({ from, count: own }) => place < from + own)!;
      const first = pool.first + (place - pool.from) * size;
      const obstacle = this.taken[this.firstEndingFrom(first)];
      if (!obstacle || obstacle.first > first + size - 1) {
        const subnet = `${addressText(first)}/${prefix}`;
        this.add(subnet);
        return subnet;
      }
      // Over the whole obstacle, but not past the pool's end: the next pool is elsewhere.
      const beyond = Math.floor((obstacle.last - pool.first) / size) + 1;
      tried += Math.max(1, pool.from + Math.min(pool.count, beyond) - place);
    }
    throw new PoolExhausted(
      `no subnet is free for network ${key}: all ${count} subnets of size /${prefix} in ${pools} are taken by networks ` +
        "of the engine or routes of the host; end ranges that nobody needs, or set VOCR_ADDRESS_POOL to more or larger pools that the host's routes leave free",
    );
  }

  /** Place of the first taken block that ends at this address or later. */
  private firstEndingFrom(address: number): number {
    let low = 0;
    let high = this.taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.taken[middle]!.last < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function cutPools(pools: string, size: number): { cut: CutPool[]; count: number } {
  let count = 0;
  const cut = pools.split(',').map((text) => {
    const block = blockOf(text.trim());
    if (!block) throw new PoolExhausted(`the pool ${text.trim()} of VOCR_ADDRESS_POOL is no IPv4 network`);
    const own = Math.floor((block.last - block.first + 1) / size);
    const pool = { first: block.first, from: count, count: own };
    count += own;
    return pool;
  });
  return { cut, count };
}
