import { readEvent, type ExerciseEvent, type ExerciseState } from '#exercise';
import type { EntityManager } from 'typeorm';
import { indexHandIn } from './handed-files.js';
import { indexRoster } from './rosters.js';

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
  return rows.map(eventOf);
}

/** Reads the events of a log that have these seqs, in order. */
export async function readEventsAt(
  db: EntityManager,
  exercise: string,
  seqs: readonly number[],
): Promise<ExerciseEvent[]> {
  const rows = await db.query<StoredRow[]>(
    `SELECT ${columns} FROM events WHERE exercise = $1 AND seq = ANY($2::integer[]) ORDER BY seq`,
    [exercise, seqs],
  );
  return rows.map(eventOf);
}

const eventOf = ({ team, range, ...row }: StoredRow): ExerciseEvent =>
  readEvent({
    ...row,
    at: Number(row.at),
    clock: Number(row.clock),
    ...(team === null ? {} : { team }),
    ...(range === null ? {} : { range }),
  });

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
      case 'exercise.archived':
        await db.query('UPDATE exercises SET phase = $2 WHERE id = $1', [
          event.exercise,
          phaseAfter[event.type],
        ]);
        if (event.type === 'exercise.resumed') await giveBackPause(db, event);
        break;
      case 'exercise.scheduled': {
        const { opensAt, closesAt } = event.payload;
        await db.query(
          `UPDATE exercises SET opens_at = $2, closes_at = $3,
             phase = CASE WHEN phase = 'draft' AND $2::timestamptz IS NOT NULL THEN 'scheduled' ELSE phase END
           WHERE id = $1`,
          [event.exercise, dateOf(opensAt), dateOf(closesAt)],
        );
        break;
      }
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
      case 'roster.changed':
        await indexRoster(db, event);
        break;
      case 'file.handed-in':
        await indexHandIn(db, event);
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
  'exercise.archived': 'archived',
} as const satisfies Partial<Record<ExerciseEvent['type'], ExerciseState['phase']>>;

const dateOf = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

/** Puts off by as long as the pause took that ends with this event what the fold of the log puts off. */
async function giveBackPause(db: EntityManager, { exercise, seq, at }: ExerciseEvent): Promise<void> {
  const [paused] = await db.query<{ at: string }[]>(
    `SELECT at FROM events WHERE exercise = $1 AND seq < $2 AND type = 'exercise.paused' ORDER BY seq DESC LIMIT 1`,
    [exercise, seq],
  );
  const pause = Math.max(0, at - Number(paused?.at ?? at));
  const [row] = await db.query<{ mode: string }[][]>(
    `UPDATE exercises SET closes_at = closes_at + interval '1 ms' * $2::float8 WHERE id = $1 RETURNING mode`,
    [exercise, pause],
  );
  if (row?.[0]?.mode === 'solo') return;
  await db.query(
    `UPDATE ranges SET expires_at = expires_at + interval '1 ms' * $2::float8 WHERE exercise = $1`,
    [exercise, pause],
  );
}

/** @param at wall time in milliseconds since 1970; undefined: no end */
async function setExpiry(db: EntityManager, range: string, at: number | undefined): Promise<void> {
  await db.query('UPDATE ranges SET expires_at = $2 WHERE id = $1', [range, dateOf(at)]);
}
