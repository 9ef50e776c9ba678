import { WakeUp, type Signal } from '#messaging';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../support/database.js';

let database: FreshDatabase;
let admin: pg.Client;
/** Two processes' wake-ups, what each was told went wrong, and what the second heard. */
let [one, other]: WakeUp[] = [];
let errors: Error[];
let heard: Signal[];

beforeAll(async () => {
  database = await emptyDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});
beforeEach(async () => {
  [errors, heard] = [[], []];
  [one, other] = [1, 2].map(() => new WakeUp(database.url, (error) => errors.push(error)));
  await other!.listen((signal) => heard.push(signal));
});
afterEach(async () => {
  await one!.close();
  await other!.close();
});

/** Waits until a last signal has come, so that whatever was before it has come too. */
async function settled(): Promise<Signal[]> {
  one!.tell('last', { kind: 'queue' });
  await expect.poll(() => heard.at(-1)?.exercise).toBe('last');
  return heard.slice(0, -1);
}
const connections = async () =>
  (
    await admin.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vocr wake-up'`,
    )
  ).rows.map(({ pid }) => pid);

describe('a wake-up', () => {
  it("reaches another process's listener, and one's own", async () => {
    const own: Signal[] = [];
    await one!.listen((signal) => own.push(signal));
    one!.announce('e1', 5);
    await expect.poll(() => heard).toEqual([{ exercise: 'e1', seq: 5 }]);
    await expect.poll(() => own).toEqual([{ exercise: 'e1', seq: 5 }]);
  });

  it('is one for many announcements, at the highest seq of each exercise', async () => {
    for (const seq of [1, 2, 5, 4, 3]) one!.announce('e1', seq);
    one!.announce('e2', 9);
    await expect.poll(() => heard.length).toBe(2);
    expect(await settled()).toEqual([
      { exercise: 'e1', seq: 5 },
      { exercise: 'e2', seq: 9 },
    ]);
  });

  it('carries what is transient as it is, in order', async () => {
    const said = {
      kind: 'progress',
      team: 't1',
      range: 'r1',
      phase: 'images',
      detail: 'Lấy ảnh “box” \0 \'"',
    } as const;
    one!.tell('e1', said);
    one!.tell('e1', { kind: 'queue' });
    expect(await settled()).toEqual([
      { exercise: 'e1', transient: said },
      { exercise: 'e1', transient: { kind: 'queue' } },
    ]);
  });

  it('is not lost among a thousand at once, nor are they sent over one another', async () => {
    let [now, most] = [0, 0];
    const query = pg.Client.prototype.query as (...args: unknown[]) => Promise<unknown>;
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      most = Math.max(most, ++now);
      try {
        return await query.apply(this, args);
      } finally {
        now -= 1;
      }
    } as never);
    onTestFinished(() => spy.mockRestore());
    for (let n = 0; n < 1_000; n++) one!.tell('e1', { kind: 'progress', n });
    const all = await settled();
    expect(all.map(({ transient }) => transient?.n)).toEqual(all.map((_, n) => n));
    expect(all).toHaveLength(1_000);
    expect(most).toBe(1);
    expect(errors).toEqual([]);
  });

  it('that is too long for a notification is told of, and stops no other', async () => {
    one!.tell('e1', { kind: 'progress', detail: 'é'.repeat(4_000) });
    one!.tell('e1', { kind: 'queue' });
    expect(await settled()).toEqual([{ exercise: 'e1', transient: { kind: 'queue' } }]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/too long: progress of exercise e1/),
    ]);
  });

  it('is not heard any more by who has stopped listening', async () => {
    const own: Signal[] = [];
    const unlisten = await one!.listen((signal) => own.push(signal));
    unlisten();
    one!.announce('e1', 1);
    await expect.poll(() => heard).toEqual([{ exercise: 'e1', seq: 1 }]);
    one!.tell('e1', { kind: 'queue' });
    await settled();
    expect(own).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('a connection that is cut is told of and made again, and both ways work after it', async () => {
    one!.tell('e1', { kind: 'queue' });
    await expect.poll(() => heard.length).toBe(1);
    const before = await connections();
    expect(before).toHaveLength(2);
    await admin.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [before]);
    await expect.poll(() => errors.length).toBeGreaterThanOrEqual(2);
    // The listener comes back by itself; the other when it has something to say.
    await expect.poll(connections).toHaveLength(1);
    heard.length = 0;
    one!.announce('e1', 7);
    await expect.poll(() => heard).toEqual([{ exercise: 'e1', seq: 7 }]);
    expect((await connections()).filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('a listener that throws, or a message that is none, breaks neither the process nor other listeners', async () => {
    const seen: Signal[] = [];
    await one!.listen(() => {
      throw new Error('a listener broke');
    });
    await one!.listen((signal) => seen.push(signal));
    await admin.query(`SELECT pg_notify('vocr_wake_up', 'no JSON')`);
    one!.announce('e1', 1);
    await expect.poll(() => seen).toEqual([{ exercise: 'e1', seq: 1 }]);
    expect(errors.length).toBeGreaterThanOrEqual(2);
    for (const { message } of errors) expect(message).toMatch(/the wake-up .* was not understood/);
  });

  it('a database that is not there: whoever listens is told, whoever announces goes on', async () => {
    const lost = new WakeUp('postgres://vocr@127.0.0.1:1/none', (error) => errors.push(error));
    await expect(lost.listen(() => undefined)).rejects.toThrow(/ECONNREFUSED/);
    lost.announce('e1', 1);
    await expect.poll(() => errors.length).toBe(1);
    await lost.close();
  });

  it('closing ends the connection, also one that is just being made, and nothing is said after it', async () => {
    const third = new WakeUp(database.url, (error) => errors.push(error));
    const listening = third.listen(() => undefined);
    await third.close();
    await listening;
    third.announce('e1', 1);
    third.tell('e1', { kind: 'queue' });
    await settled();
    await expect.poll(connections).toHaveLength(2);
    expect(errors).toEqual([]);
  });
});
