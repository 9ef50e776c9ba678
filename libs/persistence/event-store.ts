import { readEvent, type ExerciseEvent, type ExerciseState } from '#exercise';
import type { EntityManager } from 'typeorm';

const columns = 'exercise, seq, at, clock, type, v, actor, team, range, payload';

/** Reads a log after `after`, in order, at most `limit` events. */
export async function readEvents(
  db: EntityManager,
  exercise: string,
  after: number,
  limit: number,
): Promise<ExerciseEvent[]> {
  const rows = await db.query<StoredRow[]>(
    `SELECT ${columns} FROM events WHERE exercise = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [exercise, after, limit],
  );
  return rows.map(({ team, range, ...row }) =>
    readEvent({
      ...row,
      at: Number(row.at),
      clock: Number(row.clock),
      ...(team === null ? {} : { team }),
      ...(range === null ? {} : { range }),
    }),
  );
}

interface StoredRow {
  exercise: string;
  seq: number;
  at: string;
  clock: string;
  type: string;
  v: number;
  actor: string;
  team: string | null;
  range: string | null;
  payload: unknown;
}

/** Adds events to a log in one statement. The primary key refuses a seq that is taken. */
export async function appendEvents(db: EntityManager, events: ExerciseEvent[]): Promise<void> {
  await db.query(
    `INSERT INTO events (${columns})
     SELECT e.exercise, e.seq, e.at, e.clock, e.type, e.v, e.actor, e.team, e.range, e.payload
     FROM jsonb_to_recordset($1::jsonb) AS e(exercise text, seq integer, at bigint, clock bigint, type text, v smallint,
       actor text, team text, range text, payload jsonb)`,
    [JSON.stringify(events)],
  );
}

/** Brings the tables that lists read up to date with events just appended. */
export async function indexEvents(db: EntityManager, events: ExerciseEvent[]): Promise<void> {
  for (const event of events) {
    switch (event.type) {
      case 'exercise.started':
      case 'exercise.paused':
      case 'exercise.resumed':
      case 'exercise.finished':
        await db.query('UPDATE exercises SET phase = $2 WHERE id = $1', [
          event.exercise,
          phaseAfter[event.type],
        ]);
        if (event.type === 'exercise.resumed') await giveBackPause(db, event);
        break;
      case 'scenario.replaced':
        await db.query('UPDATE exercises SET scenario_digest = $2 WHERE id = $1', [
          event.exercise,
          event.payload.scenario.digest,
        ]);
        break;
      case 'member.joined':
        await db.query('INSERT INTO members (exercise, account, team) VALUES ($1, $2, $3)', [
          event.exercise,
          event.payload.account,
          event.team,
        ]);
        break;
      case 'range.requested':
        await db.query(
          `INSERT INTO ranges (id, exercise, team, status, changed_at) VALUES ($1, $2, $3, 'requested', now())
           ON CONFLICT (id) DO UPDATE SET status = 'requested', host = NULL, changed_at = now()`,
          [event.range, event.exercise, event.team],
        );
        await setExpiry(db, event.range!, event.payload.lifetime && event.at + event.payload.lifetime);
        break;
      case 'range.placed':
        await db.query(
          `UPDATE ranges SET status = 'queued', host = $2, changed_at = now(),
             placed_at = CASE WHEN $3::boolean THEN NULL ELSE now() END
           WHERE id = $1`,
          [event.range, event.payload.host, event.payload.warm ?? false],
        );
        break;
      case 'range.preparing':
        await db.query(
          `UPDATE ranges SET status = 'preparing', changed_at = now(), begun_at = now() WHERE id = $1`,
          [event.range],
        );
        break;
      case 'range.ready':
        await db.query(
          `UPDATE ranges SET status = 'ready', changed_at = now(),
             ready_at = CASE WHEN ready_at > begun_at THEN ready_at ELSE now() END
           WHERE id = $1`,
          [event.range],
        );
        break;
      case 'range.resumed':
        await db.query(`UPDATE ranges SET status = 'ready', changed_at = now() WHERE id = $1`, [event.range]);
        break;
      case 'range.extended':
        await setExpiry(db, event.range!, event.payload.until);
        break;
      case 'node.reset':
        await db.query(`UPDATE ranges SET status = 'degraded', changed_at = now() WHERE id = $1`, [
          event.range,
        ]);
        break;
      case 'range.starting':
      case 'range.degraded':
      case 'range.suspended':
      case 'range.resetting':
      case 'range.stopping':
      case 'range.gone':
      case 'range.failed':
        await db.query('UPDATE ranges SET status = $2, changed_at = now() WHERE id = $1', [
          event.range,
          event.type.slice('range.'.length),
        ]);
        break;
      default:
        break;
    }
  }
}

/** What an exercise is in from such an event on. */
const phaseAfter = {
  'exercise.started': 'running',
  'exercise.paused': 'paused',
  'exercise.resumed': 'running',
  'exercise.finished': 'finished',
} as const satisfies Partial<Record<ExerciseEvent['type'], ExerciseState['phase']>>;

/** Ranges live on by as long as the pause took that ends with this event, as the fold of the log has it. */
async function giveBackPause(db: EntityManager, { exercise, seq, at }: ExerciseEvent): Promise<void> {
  await db.query(
    `UPDATE ranges SET expires_at = expires_at + interval '1 ms' * greatest(0, $3::bigint - (
       SELECT at FROM events WHERE exercise = $1 AND seq < $2 AND type = 'exercise.paused' ORDER BY seq DESC LIMIT 1))
     WHERE exercise = $1 AND expires_at IS NOT NULL
       AND (SELECT mode <> 'solo' FROM exercises WHERE id = $1)`,
    [exercise, seq, at],
  );
}

/** @param at wall time in milliseconds since 1970; undefined: no end */
async function setExpiry(db: EntityManager, range: string, at: number | undefined): Promise<void> {
  const expires = at === undefined ? null : new Date(at);
  await db.query('UPDATE ranges SET expires_at = $2 WHERE id = $1', [range, expires]);
}
