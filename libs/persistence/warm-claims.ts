import {
  decide,
  type Decision,
  type ExerciseEvent,
  type ExerciseState,
  type Order,
  type Setting,
  type WarmOffer,
} from '#exercise';
import type { EntityManager } from 'typeorm';
import { decideOn, lockPool } from './pool-log.js';
import { PoolFolds } from './pool-store.js';

/** A host that was not heard of for longer offers nothing, in seconds. */
const hostSilence = 15;

interface Offered {
  id: string;
  pool: string;
  host: string;
  nodes: string[];
  images: Record<string, string>;
}

/**
 * The claims of one transaction of an exercise. What is offered is locked until the transaction ends: it is claimed with
 * the exercise's own events, or free again.
 */
export class WarmClaims {
  private readonly pools = new Map<string, string>();
  private none = false;

  constructor(
    private readonly db: EntityManager,
    private readonly folds: PoolFolds,
    private readonly digest: string,
    private readonly now: () => number,
  ) {}

  /** Up to `count` ranges that stand ready for this very scenario on a live host and that nobody else is about to take. */
  async offer(count: number): Promise<WarmOffer[]> {
    if (this.none) return [];
    const taken = [...this.pools.keys()];
    const rows = await this.db.query<Offered[]>(
      `SELECT w.id, w.pool, w.host, w.nodes, w.images FROM warm_ranges w
         JOIN pools p ON p.id = w.pool JOIN hosts h ON h.name = w.host
       WHERE w.status = 'ready' AND p.scenario_digest = $1 AND NOT w.id = ANY($3)
         AND h.seen_at > now() - $4 * interval '1 second'
         AND (h.status->'docker'->>'ok')::boolean AND (h.status->'isolation'->>'ok')::boolean
       ORDER BY w.changed_at, w.id LIMIT $2 FOR UPDATE OF w SKIP LOCKED`,
      [this.digest, count, taken, hostSilence],
    );
    this.none = rows.length < count;
    for (const { id, pool } of rows) this.pools.set(id, pool);
    return rows.map(({ id, host, nodes, images }) => ({ range: id, host, nodes, images }));
  }

  /**
   * Writes the claims among an exercise's new events into the pools' logs.
   * @throws Error when a pool's log and its index disagree; the whole transaction must fail then
   */
  async settle(events: ExerciseEvent[]): Promise<void> {
    const claims = events.filter((event) => event.type === 'range.placed' && event.payload.warm);
    const poolOf = ({ range }: ExerciseEvent) => this.pools.get(range!)!;
    // Always in the same order, or two transactions could wait for each other.
    for (const pool of [...new Set(claims.map(poolOf))].sort()) {
      await lockPool(this.db, pool);
      let state = await this.folds.catchUp(this.db, pool);
      for (const { range, exercise, team, actor } of claims.filter((claim) => poolOf(claim) === pool)) {
        const order = { type: 'claim', range: range!, exercise, team: team!, actor } as const;
        const outcome = await decideOn(this.db, state, order, this.now());
        if (!outcome.ok) throw new Error(`pool ${pool} is damaged: ${outcome.refusal.detail}`);
        state = outcome.state;
      }
    }
  }
}

/** Decides an order; where it asks for ranges, on what the pools have ready of them. */
export async function decideWarm(
  state: ExerciseState,
  order: Order,
  setting: Setting,
  claims: WarmClaims,
): Promise<Decision> {
  const cold = decide(state, order, setting);
  const wanted = cold.ok ? cold.events.filter(({ type }) => type === 'range.requested').length : 0;
  const warm = wanted ? await claims.offer(wanted) : [];
  return warm.length ? decide(state, { ...order, warm } as Order, setting) : cold;
}
