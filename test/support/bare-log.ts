import { eventTypes, type NewEvent } from '#exercise';
import type { DataSource } from 'typeorm';

/** Events in one statement. */
const atOnce = 10_000;

/**
 * Appends events to an exercise's log as they are, a tenth of a second of exercise time apart, without deciding anything:
 * for logs that are too long to be played.
 */
export async function appendBare(
  db: DataSource,
  exercise: string,
  events: readonly NewEvent[],
): Promise<void> {
  const [last] = await db.query<{ seq: number; at: string; clock: string }[]>(
    'SELECT seq, at, clock FROM events WHERE exercise = $1 ORDER BY seq DESC LIMIT 1',
    [exercise],
  );
  const from = { seq: last!.seq, at: Number(last!.at), clock: Number(last!.clock) };
  for (let done = 0; done < events.length; done += atOnce) {
    const rows = events.slice(done, done + atOnce).map((event, index) => {
      const n = done + index + 1;
      return {
        ...event,
        ...{ exercise, seq: from.seq + n, at: from.at + n * 100, clock: from.clock + n * 100 },
        v: eventTypes[event.type].v,
        actor: 'someone',
      };
    });
    await db.query(
      `INSERT INTO events (exercise, seq, at, clock, type, v, actor, team, range, payload)
       SELECT exercise, seq, at, clock, type, v, actor, team, range, payload
       FROM jsonb_to_recordset($1::jsonb) AS e(exercise text, seq integer, at bigint, clock bigint, type text,
         v smallint, actor text, team text, range text, payload jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  await db.query('UPDATE exercises SET head = $2 WHERE id = $1', [exercise, from.seq + events.length]);
}
