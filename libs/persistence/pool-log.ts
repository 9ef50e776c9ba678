import {
  decidePool,
  evolvePool,
  initialPool,
  readPoolEvent,
  type PoolEvent,
  type PoolOrder,
  type PoolState,
  type Refusal,
} from '#exercise';
import type { DataSource, EntityManager } from 'typeorm';
import { PoolFolds, appendPoolEvents, readPoolEvents } from './pool-store.js';

/** What an order came to, and the pool after it. */
export type PoolOutcome =
  { ok: true; events: PoolEvent[]; state: PoolState } | { ok: false; refusal: Refusal; state: PoolState };

/** Tries of an order whose ranges are being claimed at that moment, and the wait between two of them, ms. */
const tries = 50;
const betweenTries = 20;

/** A range that the order is about is locked by a claim, which may be about to take it. */
class BeingClaimed extends Error {}

/**
 * The logs of all pools. A pool's orders are serialised by its row's lock. Claims lock a range's row first and the pool's
 * last; an order, which has the pool's row already, therefore never waits for a range's row: it steps back and tries again.
 */
export class PoolLog {
  private readonly folds = new PoolFolds();

  constructor(
    private readonly db: DataSource,
    private readonly now: () => number = Date.now,
  ) {}

  /** Brings a pool into being. */
  create(id: string, order: Extract<PoolOrder, { type: 'create' }>): Promise<PoolOutcome> {
    return this.db.transaction(async (db) => {
      await db.query(
        `INSERT INTO pools (id, head, scenario_digest, phase, created_at) VALUES ($1, 0, $2, 'open', now())`,
        [id, order.scenario.digest],
      );
      const outcome = await decideOn(db, initialPool(id), order, this.now());
      if (!outcome.ok) await db.query('DELETE FROM pools WHERE id = $1', [id]);
      return outcome;
    });
  }

  /**
   * Decides an order and appends what comes of it.
   * @throws the database's error, or Error when a claim holds a range for more than a second; nothing was appended then
   */
  async execute(pool: string, order: PoolOrder): Promise<PoolOutcome> {
    for (let left = tries; ; left--) {
      try {
        return await this.db.transaction(async (db) => {
          await lockPool(db, pool);
          return decideOn(db, await this.folds.catchUp(db, pool), order, this.now(), lockRanges);
        });
      } catch (error) {
        if (!(error instanceof BeingClaimed) || left <= 1) throw error;
        await new Promise((resolve) => setTimeout(resolve, betweenTries));
      }
    }
  }

  /** The pool as of the last committed event; undefined when there is none with this id. */
  async state(pool: string): Promise<PoolState | undefined> {
    const state = await this.folds.catchUp(this.db.manager, pool);
    if (state.seq > 0) return state;
    this.folds.forget(pool);
    return undefined;
  }

  /** Events after `after`, in order. */
  read(pool: string, after: number, limit: number): Promise<PoolEvent[]> {
    return readPoolEvents(this.db.manager, pool, after, limit);
  }

  /** Every pool that is not closed, or of which ranges are still there; the oldest first. */
  async all(): Promise<PoolState[]> {
    const rows = await this.db.query<{ id: string }[]>(
      `SELECT id FROM pools p WHERE phase <> 'closed' OR EXISTS (SELECT FROM warm_ranges w WHERE w.pool = p.id
         AND w.status NOT IN ('claimed', 'failed', 'gone')) ORDER BY created_at, id`,
    );
    const states = await Promise.all(rows.map(({ id }) => this.state(id)));
    return states.filter((state) => state !== undefined);
  }
}

/** Waits for the pool's row. */
export async function lockPool(db: EntityManager, pool: string): Promise<void> {
  await db.query('SELECT 1 FROM pools WHERE id = $1 FOR UPDATE', [pool]);
}

/**
 * Decides on a pool whose row is locked, and appends.
 * @param lock locks the rows of the ranges that the events are about, before they are changed
 */
export async function decideOn(
  db: EntityManager,
  state: PoolState,
  order: PoolOrder,
  at: number,
  lock: (db: EntityManager, ranges: string[]) => Promise<void> = async () => undefined,
): Promise<PoolOutcome> {
  const decision = decidePool(state, order);
  if (!decision.ok) return { ...decision, state };
  const events = decision.events.map((event, index) =>
    readPoolEvent({ ...event, pool: state.id, seq: state.seq + 1 + index, at, actor: order.actor }),
  );
  if (events.length === 0) return { ok: true, events, state };
  const changed = events.flatMap(({ type, range }) => (range && type !== 'warm.requested' ? [range] : []));
  if (changed.length) await lock(db, changed);
  await appendPoolEvents(db, events);
  return { ok: true, events, state: events.reduce(evolvePool, state) };
}

async function lockRanges(db: EntityManager, ranges: string[]): Promise<void> {
  const wanted = [...new Set(ranges)];
  const locked = await db.query<unknown[]>(
    'SELECT 1 FROM warm_ranges WHERE id = ANY($1) FOR UPDATE SKIP LOCKED',
    [wanted],
  );
  if (locked.length < wanted.length)
    throw new BeingClaimed(`ranges ${wanted.join(', ')} are being claimed just now; try again`);
}
