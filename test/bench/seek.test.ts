import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewEvent } from '#exercise';
import { appendBare } from '../support/bare-log.js';
import { smallCatalogue, smallScenario } from '../support/scenario.js';
import { until } from '../support/until.js';
import { quantile, spread } from './measure.js';
import { keep } from './report.js';
import { benchLimit, rounds } from './setting.js';
import { startOrchestratorAlone, type OrchestratorAlone } from './support/orchestrator-alone.js';

const events = Number(process.env['SEEK_EVENTS'] ?? 1_000_000);
const teams = Number(process.env['SEEK_TEAMS'] ?? 300);
const tasks = 20;

let catalogue: Awaited<ReturnType<typeof smallCatalogue>>;
let orchestrator: OrchestratorAlone;
beforeAll(async () => {
  catalogue = await smallCatalogue();
  await mkdir(join(catalogue.folder, 'wide'));
  for (const [path, text] of Object.entries(smallScenario)) {
    await writeFile(join(catalogue.folder, 'wide', path), (wide[path] ?? ((all) => all))(text));
  }
  orchestrator = await startOrchestratorAlone(catalogue.folder);
}, benchLimit);
afterAll(async () => {
  await orchestrator.stop();
  await catalogue.remove();
});

/** The small scenario with many tasks, half of which lose value as they are solved. */
const wide: Record<string, (text: string) => string> = {
  'scenario.yaml': (text) =>
    `${text.slice(0, text.indexOf('tasks:')).replace('id: small', 'id: wide')}tasks:\n${all((n) =>
      [
        `  - id: task-${n}`,
        `    title: { vi: Việc ${n}, en: Task ${n} }`,
        `    description: { vi: Làm đi, en: Do it }`,
        `    points: 100`,
        `    answer: { value: VOCR${n} }`,
        ...(n % 2 ? [] : [`    decay: { function: logarithmic, minimum: 10, solves: 200 }`]),
      ].join('\n'),
    )}\n`,
  'solution.yaml': () =>
    `apiVersion: vocr/v1\nsteps:\n${all((n) => `  - { task: task-${n}, node: box, run: echo VOCR${n}, answer: '(.+)' }`)}\n`,
};
function all(line: (n: number) => string): string {
  return Array.from({ length: tasks }, (_, n) => line(n)).join('\n');
}

/** Numbers that are the same in every run. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Teams that try at all tasks, are right one time in forty, and open and close terminals meanwhile. */
function happenings(count: number): NewEvent[] {
  const below = numbers(5);
  return Array.from({ length: count }, (): NewEvent => {
    const team = `t${below(teams)}`;
    const kind = below(40);
    if (kind < 10) return { type: 'terminal.opened', team, payload: { node: 'box', session: 's' } };
    const task = below(tasks);
    const correct = kind === 39;
    const answer = correct ? `VOCR${task}` : 'VOCR';
    return { type: 'answer.submitted', team, payload: { task: `task-${task}`, answer, correct } };
  });
}

it(`seek: ${events} events of ${teams} teams`, { timeout: benchLimit }, async () => {
  const leader = await orchestrator.token('leader', 'instructor');
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${orchestrator.url}/api/v1/exercises${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${leader}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const list = Array.from({ length: teams }, (_, n) => ({ id: `t${n}`, members: [] }));
  const { id } = await ask<{ id: string }>('', { scenario: 'wide', mode: 'class', teams: list });
  const { seq: begun } = await ask<{ seq: number }>(`/${id}/start`, {});
  const step = 100_000;
  for (let done = 0; done < events; done += step) {
    await appendBare(orchestrator.db, id, happenings(Math.min(step, events - done)));
  }
  const head = begun + events;
  await until(
    'the snapshots are made',
    async () => {
      const [{ made }] = await orchestrator.db.query<[{ made: string }]>(
        'SELECT count(*) AS made FROM (SELECT kind FROM snapshots WHERE exercise = $1 GROUP BY kind HAVING max(seq) > $2) AS kinds',
        [id, Math.floor(head - Math.max(1_000, head / 16))],
      );
      return made === '2';
    },
    benchLimit / 2,
  );
  const [{ count, bytes }] = await orchestrator.db.query<[{ count: number; bytes: number }]>(
    'SELECT count(*)::integer AS count, sum(octet_length(body))::float8 AS bytes FROM snapshots WHERE exercise = $1',
    [id],
  );
  // The state by now is in memory, as that of an exercise that someone looks at is.
  const { clock } = await ask<{ clock: { ms: number } }>(`/${id}/moment`);
  const below = numbers(13);
  const seeks = rounds(100);
  const time = async (path: () => string) => {
    const times: number[] = [];
    for (let n = 0; n < seeks; n += 1) {
      const from = performance.now();
      await ask(path());
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b);
  };
  const used = await orchestrator.processorTime();
  const board = await time(() => `/${id}/scoreboard?at=${1 + below(head)}`);
  const bySeq = await time(() => `/${id}/moment?seq=${1 + below(head)}`);
  const byClock = await time(() => `/${id}/moment?clock=${below(clock.ms)}`);
  const each = ((await orchestrator.processorTime()) - used) / (3 * seeks);
  const line = (what: string, ours: number[]) => [
    { what, ours: spread(ours), unit: 'ms' as const, target: { atMost: 100 } },
    { what: 'the same, the slowest', ours: spread([quantile(ours, 1)]), unit: 'ms' as const },
  ];
  await keep('seek', [
    ...line(`the board as of any of ${head} seqs, ${teams} teams, over HTTP`, board),
    ...line('the exercise as of any seq, with its board', bySeq),
    ...line('the same by exercise time', byClock),
    { what: 'processor time of the orchestrator for one of all these', ours: spread([each]), unit: 'ms' },
    { what: `${count} snapshots, each`, ours: spread([bytes / count / 1_024]), unit: 'KB' },
  ]);
  expect(count).toBeGreaterThan(0);
});
