import { evolvePool, initialPool, readPoolEvent, type PoolEvent, type PoolState } from '#exercise';
import type { EntityManager } from 'typeorm';

const columns = 'pool, seq, at, type, actor, range, payload';
const page = 1_000;

/** Reads a pool's log after `after`, in order, at most `limit` events. */
export async function readPoolEvents(
  db: EntityManager,
  pool: string,
  after: number,
  limit: number,
): Promise<PoolEvent[]> {
  const rows = await db.query<StoredRow[]>(
    `SELECT ${columns} FROM pool_events WHERE pool = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [pool, after, limit],
  );
  return rows.map(({ range, ...row }) =>
    readPoolEvent({ ...row, at: Number(row.at), ...(range === null ? {} : { range }) }),
  );
}

interface StoredRow {
  pool: string;
  seq: number;
  at: string;
  type: string;
  actor: string;
  range: string | null;
  payload: unknown;
}

/** Adds events to a pool's log, and brings its row and its index of ranges up to date with them. */
export async function appendPoolEvents(db: EntityManager, events: PoolEvent[]): Promise<void> {
  await db.query(
    `INSERT INTO pool_events (${columns})
     SELECT e.pool, e.seq, e.at, e.type, e.actor, e.range, e.payload
     FROM jsonb_to_recordset($1::jsonb) AS e(pool text, seq integer, at bigint, type text, actor text, range text,
       payload jsonb)`,
    [JSON.stringify(events)],
  );
  for (const event of events) await indexEvent(db, event);
  const last = events.at(-1);
  if (last) await db.query('UPDATE pools SET head = $2 WHERE id = $1', [last.pool, last.seq]);
}

async function indexEvent(db: EntityManager, { type, pool, range, payload }: PoolEvent): Promise<void> {
  switch (type) {
    case 'pool.created':
      return;
    case 'pool.resized':
    case 'pool.stopped':
    case 'pool.closed': {
      const phase = { 'pool.resized': 'open', 'pool.stopped': 'stopped', 'pool.closed': 'closed' }[type];
      await db.query('UPDATE pools SET phase = $2 WHERE id = $1', [pool, phase]);
      return;
    }
    case 'warm.requested':
      await db.query(
        `INSERT INTO warm_ranges (id, pool, status, changed_at) VALUES ($1, $2, 'requested', now())`,
        [range, pool],
      );
      return;
    case 'warm.placed':
      await setStatus(db, range!, 'placed', 'host = $3', payload.host);
      return;
    case 'warm.ready':
      await setStatus(
        db,
        range!,
        'ready',
        'nodes = $3::jsonb, images = $4::jsonb',
        JSON.stringify(payload.nodes),
        JSON.stringify(payload.images),
      );
      return;
    case 'warm.claimed':
      await setStatus(db, range!, 'claimed', 'claimed_by = $3', payload.exercise);
      return;
    case 'warm.preparing':
    case 'warm.failed':
    case 'warm.retiring':
    case 'warm.gone':
      await setStatus(db, range!, type.slice('warm.'.length));
  }
}

async function setStatus(
  db: EntityManager,
  range: string,
  status: string,
  more?: string,
  ...values: string[]
): Promise<void> {
  const set = `status = $2, changed_at = now()${more ? `, ${more}` : ''}`;
  await db.query(`UPDATE warm_ranges SET ${set} WHERE id = $1`, [range, status, ...values]);
}

/** The folds of pools, each read on from where it was read to. */
export class PoolFolds {
  private readonly known = new Map<string, PoolState>();

  /** The pool as of its last event that `db` sees. What a transaction itself has added must not be read by it. */
  async catchUp(db: EntityManager, pool: string): Promise<PoolState> {
    let state = this.known.get(pool) ?? initialPool(pool);
    for (;;) {
      const events = await readPoolEvents(db, pool, state.seq, page);
      state = events.reduce(evolvePool, state);
      if (events.length < page) break;
    }
    if (state.seq > (this.known.get(pool)?.seq ?? 0)) this.known.set(pool, state);
    return state;
  }

  forget(pool: string): void {
    this.known.delete(pool);
  }
}
