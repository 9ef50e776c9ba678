import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WakeUp } from '#messaging';
import { ExerciseLog, loadPolicy, ScenarioPacks } from '#persistence';
import { smallCatalogue } from '../support/scenario.js';
import { inTurn, quantile, ratios, spread } from './measure.js';
import { keep } from './report.js';
import { benchLimit, rounds } from './setting.js';
import { startOrchestratorAlone, type OrchestratorAlone } from './support/orchestrator-alone.js';
import { StreamCrowd } from './support/stream-crowd.js';

const clients = 2_000;
/** Each has so many of the clients' connections open. */
const learners = 250;
const processes = 2;
/** Events that are appended at once to see how many a second reach everyone. */
const burst = 400;
/** Events one by one, of which a round's figure is the median. */
const single = 15;

let catalogue: Awaited<ReturnType<typeof smallCatalogue>>;
let orchestrator: OrchestratorAlone;
let bare: { child: ChildProcess; url: string };
beforeAll(async () => {
  catalogue = await smallCatalogue();
  orchestrator = await startOrchestratorAlone(catalogue.folder);
  const child = fork(join(import.meta.dirname, 'support/bare-broadcast.mjs'));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  bare = { child, url: `http://127.0.0.1:${port}` };
}, benchLimit);
afterAll(async () => {
  bare.child.kill('SIGKILL');
  await orchestrator.stop();
  await catalogue.remove();
});

it(`stream: ${clients} clients`, { timeout: benchLimit }, async () => {
  const tokens: string[] = [];
  for (let n = 0; n < learners; n += 1) tokens.push(await orchestrator.token(`learner${n}`, 'learner'));
  const leader = await orchestrator.token('leader', 'instructor');
  const exercise = await begin(leader);
  const headers = Array.from({ length: clients }, (_, n) => {
    return { authorization: `Bearer ${tokens[n % learners]}` };
  });
  const before = await orchestrator.residentMemory();
  const streamUrl = `${orchestrator.url.replace('http', 'ws')}/stream?exercise=${exercise.id}`;
  const ours = await StreamCrowd.open(`${streamUrl}&after=${exercise.seq}`, headers, processes);
  const memory = (await orchestrator.residentMemory()) - before;
  const others = await StreamCrowd.open(bare.url.replace('http', 'ws'), headers, processes);
  const appender = await openAppender(exercise.id);

  const change = () => exercise.ask('/clock', { speed: nextSpeed() });
  /** The newest event; learners see all of it. */
  const newest = async () => {
    const { seq } = await exercise.ask<{ seq: number }>('');
    const { items } = await exercise.ask<{ items: { at: number }[] }>(`/events?after=${seq - 1}`);
    return items[0]!;
  };
  await change();
  const payload = JSON.stringify(await newest());
  const broadcast = async (count: number) => {
    const response = await fetch(`${bare.url}/?count=${count}`, { method: 'POST', body: payload });
    return Number(await response.text());
  };
  const oneByOne = (crowd: StreamCrowd, cause: () => Promise<number>) => async () => {
    const times: number[] = [];
    for (let n = 0; n < single; n += 1) times.push(await crowd.timeOf(1, cause));
    return quantile(
      times.sort((a, b) => a - b),
      0.5,
    );
  };
  const ways = {
    ours: oneByOne(ours, async () => {
      await change();
      return (await newest()).at;
    }),
    bare: oneByOne(others, () => broadcast(1)),
  };
  const many = {
    ours: () => ours.timeOf(burst, () => appender.append(burst)),
    bare: () => others.timeOf(burst, () => broadcast(burst)),
  };
  // The first time counts for none of them: the code is not warm.
  for (const way of [ways.ours, ways.bare, many.ours, many.bare]) await way();
  const times = await inTurn(rounds(5), ways);
  const bursts = await inTurn(rounds(5), many);
  const rates = (ms: number[]) => ms.map((each) => (burst * 1_000) / each);
  const [ourRates, bareRates] = [rates(bursts.ours), rates(bursts.bare)];
  await Promise.all([ours.close(), others.close(), appender.close()]);
  await keep('stream', [
    {
      what: `one event, from its append over HTTP to the last of ${clients} clients, by a bare \`ws\` broadcast of the same bytes`,
      ours: spread(times.ours),
      bare: spread(times.bare),
      unit: 'ms',
      ratio: spread(ratios(times.bare, times.ours)),
      target: { atLeast: 0.8 },
    },
    {
      what: `events a second to all ${clients} clients, ${burst} appended at once by another process`,
      ours: spread(ourRates),
      bare: spread(bareRates),
      unit: 'events/s',
      ratio: spread(ratios(ourRates, bareRates)),
      target: { atLeast: 0.8 },
    },
    {
      what: 'memory of the orchestrator for each client',
      ours: spread([memory / clients / 1_024]),
      unit: 'KB',
    },
  ]);
  expect(await exercise.ask<{ seq: number }>('')).toMatchObject({ seq: expect.any(Number) });
});

let speed = 1;
/** Another speed of the clock every time, and a fair one. */
const nextSpeed = () => (speed = speed === 1 ? 2 : 1);

/** A class of so many teams, running; asked as who leads it. */
async function begin(leader: string) {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${orchestrator.url}/api/v1/exercises${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${leader}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const teams = Array.from({ length: learners }, (_, n) => ({ id: `t${n}`, members: [`learner${n}`] }));
  const { id } = await ask<{ id: string }>('', { scenario: 'small', mode: 'class', teams });
  const { seq } = await ask<{ seq: number }>(`/${id}/start`, {});
  return { id, seq, ask: <T>(path: string, body?: unknown) => ask<T>(`/${id}${path}`, body) };
}

/** Appends as another process does, whose events the orchestrator hears of by a wake-up. */
async function openAppender(exercise: string) {
  const { url } = orchestrator.db.options as { url: string };
  const wakeUp = new WakeUp(url, (error) => expect.unreachable(error.message));
  const packs = new ScenarioPacks(orchestrator.db, await loadPolicy(undefined), () => undefined);
  const log = new ExerciseLog(orchestrator.db, packs, (id, _events, state) => wakeUp.announce(id, state.seq));
  return {
    /** @returns the wall time at which it began, ms */
    async append(count: number): Promise<number> {
      const begun = performance.timeOrigin + performance.now();
      const orders = Array.from({ length: count }, () =>
        log.execute(exercise, { type: 'set-speed', speed: nextSpeed(), actor: 'someone' }),
      );
      const outcomes = await Promise.all(orders);
      expect(outcomes.every((outcome) => outcome.ok && outcome.events.length === 1)).toBe(true);
      return begun;
    },
    close: () => wakeUp.close(),
  };
}
