import { afterAll, beforeAll, expect, it } from 'vitest';
import { quantile, spread } from './measure.js';
import { keep, type Line } from './report.js';
import { benchScenarios } from './scenarios.js';
import { benchLimit } from './setting.js';
import { startOrchestratorAlone, type OrchestratorAlone } from './support/orchestrator-alone.js';
import { pressStart, type Presser } from './support/press-start.js';

const learners = 300;
const within = Number(process.env['BENCH_WITHIN'] ?? 60) * 1_000;

let at: OrchestratorAlone;
beforeAll(async () => {
  at = await startOrchestratorAlone(benchScenarios);
});
afterAll(() => at.stop());

it(`start: a class of ${learners} presses Start within a minute`, { timeout: benchLimit }, async () => {
  await at.host(4);
  const leader = await at.token('leader', 'instructor');
  const post = async (path: string, token: string, body?: unknown) => {
    const answer = await fetch(`${at.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string; you: { teams: string[] } };
  };
  const { id: exercise } = await post('/exercises', leader, { scenario: 'three-nodes', mode: 'class' });
  const pressers: Presser[] = [];
  for (let n = 0; n < learners; n++) {
    const token = await at.token(`learner-${n}`, 'learner');
    const { you } = await post(`/exercises/${exercise}/join`, token);
    pressers.push({ token, team: you.teams[0]! });
  }
  await post(`/exercises/${exercise}/start`, leader, {});
  const before = await at.processorTime();
  const times = await pressStart({ url: at.url, exercise, pressers, leader }, within);
  const used = (await at.processorTime()) - before;
  const requests = times.start.length + times.view.length + times.leaderView.length;

  const line = (what: string, figures: number[], target?: number): Line[] => {
    const sorted = [...figures].sort((a, b) => a - b);
    const p99 = quantile(sorted, 0.99);
    return [
      { what, ours: spread(figures), unit: 'ms' },
      {
        what: `${what}, 99th percentile`,
        ours: { median: p99, low: p99, high: sorted.at(-1)!, count: sorted.length },
        unit: 'ms',
        ...(target === undefined ? {} : { target: { atMost: target } }),
      },
    ];
  };
  await keep('start', [
    ...line('`POST …/range/start`', times.start, 50),
    ...line('`GET /exercises/:id` by learners', times.view, 50),
    ...line('the same by who leads the class', times.leaderView),
    {
      what: "the orchestrator's processor time for each of these",
      ours: spread([used / requests]),
      unit: 'ms',
    },
  ]);
  const [{ n } = { n: 0 }] = await at.db.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM ranges WHERE status = 'requested'`,
  );
  expect([times.start.length, n]).toEqual([learners, learners - 8]);
  expect(times.places).toBeGreaterThan(0);
});
