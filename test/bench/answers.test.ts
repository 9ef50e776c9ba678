import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallCatalogue } from '../support/scenario.js';
import { inTurn, ratios, spread, timed } from './measure.js';
import { keep, type Line } from './report.js';
import { benchLimit, rounds } from './setting.js';
import { startBareNest, type BareNest } from './support/bare-nest.js';
import { Crowd } from './support/crowd.js';
import { useDurablePostgres } from './support/durable-postgres.js';
import { startOrchestratorAlone, type OrchestratorAlone } from './support/orchestrator-alone.js';

/** Answers at once, each by a team of its own. */
const size = 500;
/** Connections of the bare way into the database. */
const connections = 10;
/** Each round is a wrong answer of each team, of which it may give ten a minute; two rounds make it warm. */
const most = Math.min(8, rounds(7));

const lines: Line[] = [];
afterAll(() => keep('answers', lines));

describe.each([
  { durable: true, kept: 'every commit on disk, as `npm start` has it' },
  { durable: false, kept: 'commits not awaited on disk' },
])('answers, $kept', ({ durable, kept }) => {
  let catalogue: Awaited<ReturnType<typeof smallCatalogue>>;
  let leavePostgres: () => Promise<void>;
  let orchestrator: OrchestratorAlone;
  let nest: BareNest;
  let bare: pg.Pool;
  beforeAll(async () => {
    catalogue = await smallCatalogue();
    leavePostgres = durable ? await useDurablePostgres() : () => Promise.resolve();
    orchestrator = await startOrchestratorAlone(catalogue.folder);
    nest = await startBareNest();
    const url = (orchestrator.db.options as { url: string }).url;
    bare = new pg.Pool({ connectionString: url, max: connections });
    await bare.query('CREATE TABLE bare_answers (LIKE events INCLUDING ALL)');
  }, benchLimit);
  afterAll(async () => {
    await bare.end();
    await nest.stop();
    await orchestrator.stop();
    await leavePostgres();
    await catalogue.remove();
  });

  it(`${size} at once`, { timeout: benchLimit }, async () => {
    const tokens: string[] = [];
    for (let n = 0; n < size; n += 1) tokens.push(await orchestrator.token(`learner${n}`, 'learner'));
    const exercise = await begin(orchestrator, await orchestrator.token('leader', 'instructor'));
    const path = (n: number) => `/api/v1/exercises/${exercise}/teams/t${n}/tasks/greet/answers`;
    const [crowd, besides] = [new Crowd(orchestrator.url, size), new Crowd(nest.url, size)];
    let seq = 0;
    const all = (work: (n: number) => Promise<unknown>) => () =>
      timed(() => Promise.all(Array.from({ length: size }, (_, n) => work(n))));
    const by = (crew: Crowd) => all((n) => crew.post(n, path(n), tokens[n]!, { answer: 'not that' }));
    const ways = { ours: by(crowd), inserts: all(() => insert(bare, (seq += 1))), http: by(besides) };
    // The code is warm, as in an exercise that is under way.
    for (const way of [...Object.values(ways), ...Object.values(ways)]) await way();
    const times = await inTurn(most - 1, ways);
    const rates = (ms: number[]) => ms.map((each) => (size * 1_000) / each);
    const [ours, inserts, http] = [rates(times.ours), rates(times.inserts), rates(times.http)];
    crowd.close();
    besides.close();
    const line = { ours: spread(ours), unit: 'answers/s' as const };
    lines.push(
      {
        ...line,
        what: `${size} answers at once, by bare INSERTs at once into the same PostgreSQL (${kept})`,
        bare: spread(inserts),
        ratio: spread(ratios(ours, inserts)),
        ...(durable ? { target: { atLeast: 0.5 } } : {}),
      },
      {
        ...line,
        what: `the same, by a bare Nest that takes as many requests at once and keeps nothing`,
        bare: spread(http),
        ratio: spread(ratios(ours, http)),
      },
    );
    const [logged] = await orchestrator.db.query<{ count: string }[]>(
      `SELECT count(*) FROM events WHERE exercise = $1 AND type = 'answer.submitted'`,
      [exercise],
    );
    expect(Number(logged!.count)).toBe(size * (most + 1));
  });
});

/** A class of so many teams, running. */
async function begin(orchestrator: OrchestratorAlone, leader: string): Promise<string> {
  const ask = async (path: string, body: unknown): Promise<{ id: string }> => {
    const response = await fetch(`${orchestrator.url}/api/v1/exercises${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${leader}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  const teams = Array.from({ length: size }, (_, n) => ({ id: `t${n}`, members: [`learner${n}`] }));
  const { id } = await ask('', { scenario: 'small', mode: 'class', teams });
  await ask(`/${id}/start`, {});
  return id;
}

/** What an answer leaves in the log, written by itself. */
const insert = (pool: pg.Pool, seq: number) =>
  pool.query(
    `INSERT INTO bare_answers (exercise, seq, at, clock, type, v, actor, team, payload)
     VALUES ('bare', $1, $2, 1000, 'answer.submitted', 1, 'someone', 't1', $3)`,
    [seq, Date.now(), { task: 'greet', answer: 'not that', correct: false }],
  );
