import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallCatalogue } from '../support/scenario.js';
import { inTurn, ratios, spread, timed } from './measure.js';
import { keep } from './report.js';
import { benchLimit, rounds } from './setting.js';
import { Crowd } from './support/crowd.js';
import { startOrchestratorAlone, type OrchestratorAlone } from './support/orchestrator-alone.js';

/** Answers at once, each by a team of its own. */
const size = 500;
/** Connections of the orchestrator's pool; the bare way has as many. */
const connections = 10;
/** Each round is a wrong answer of each team, of which it may give ten a minute. */
const most = Math.min(8, rounds(7));

let catalogue: Awaited<ReturnType<typeof smallCatalogue>>;
let orchestrator: OrchestratorAlone;
let bare: pg.Pool;
beforeAll(async () => {
  catalogue = await smallCatalogue();
  orchestrator = await startOrchestratorAlone(catalogue.folder);
  const url = (orchestrator.db.options as { url: string }).url;
  bare = new pg.Pool({ connectionString: url, max: connections });
  await bare.query('CREATE TABLE bare_answers (LIKE events INCLUDING ALL)');
}, benchLimit);
afterAll(async () => {
  await bare.end();
  await orchestrator.stop();
  await catalogue.remove();
});

it(`answers: ${size} at once`, { timeout: benchLimit }, async () => {
  const tokens: string[] = [];
  for (let n = 0; n < size; n += 1) tokens.push(await orchestrator.token(`learner${n}`, 'learner'));
  const leader = await orchestrator.token('leader', 'instructor');
  const crowd = new Crowd(orchestrator.url, size);
  const exercise = await begin(leader);
  const path = (n: number) => `/api/v1/exercises/${exercise}/teams/t${n}/tasks/greet/answers`;
  let count = 0;
  const all = (work: (n: number) => Promise<unknown>) => () =>
    timed(() => Promise.all(Array.from({ length: size }, (_, n) => work(n))));
  const ways = {
    ours: all((n) => crowd.post(path(n), tokens[n]!, { answer: 'not that' })),
    bare: all(() => insert((count += 1))),
  };
  // The connections are there, and the code is warm, as in an exercise that is under way.
  await ways.bare();
  await ways.ours();
  const times = await inTurn(most, ways);
  const rates = (ms: number[]) => ms.map((each) => (size * 1_000) / each);
  const [ours, inserts] = [rates(times.ours), rates(times.bare)];
  crowd.close();
  await keep('answers', [
    {
      what: `answers judged a second, ${size} at once, by bare INSERTs at once into the same PostgreSQL`,
      ours: spread(ours),
      bare: spread(inserts),
      unit: 'answers/s',
      ratio: spread(ratios(ours, inserts)),
      target: { atLeast: 0.5 },
    },
  ]);
  const [logged] = await orchestrator.db.query<{ count: string }[]>(
    `SELECT count(*) FROM events WHERE exercise = $1 AND type = 'answer.submitted'`,
    [exercise],
  );
  expect(Number(logged!.count)).toBe(size * (most + 1));
});

/** A class of so many teams, running. */
async function begin(leader: string): Promise<string> {
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
const insert = (seq: number) =>
  bare.query(
    `INSERT INTO bare_answers (exercise, seq, at, clock, type, v, actor, team, payload)
     VALUES ('bare', $1, $2, 1000, 'answer.submitted', 1, 'someone', 't1', $3)`,
    [seq, Date.now(), { task: 'greet', answer: 'not that', correct: false }],
  );
