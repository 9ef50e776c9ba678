import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.js';
import type { Arena } from './arena.js';
import { strike } from './faults.js';
import { Records } from './records.js';
import { planRound, type FaultKind, type RoundOptions, type Schedule, type Wish } from './schedule.js';
import { settle } from './settle.js';
import { faultsInside, faultsOfEngine, faultsOfLog, leftInHelper, type Expected } from './verdict.js';

/** What came of a round. */
export interface RoundResult {
  seed: number;
  /** Faults that struck something. */
  struck: FaultKind[];
  /** How often the engine had to be started without its books of networks. */
  booksLost: number;
  /** How often the engine had left file systems of ended containers mounted. */
  mountsLeft: number;
  orders: Records['counts'];
  events: number;
  /** Ranges that came up, counted by the log. */
  launched: number;
  /** Reasons of ranges that failed, by the log. */
  failures: string[];
  /** Seconds from the last fault until everything was as wanted. */
  settledIn: number;
  /** Seconds that the whole round took. */
  took: number;
  /** What is wrong in the end; empty when the round is passed. */
  wrong: string[];
}

const scenario = 'two-boxes';
const nodes = ['near', 'far'];
/** Most that the engine may take to be as the log says once the log says what is wanted, in milliseconds. */
const patience = 90_000;

/** Plays one round: an exercise of its own, with acts and faults by the seed's schedule, then peace, then the verdict. */
export async function playRound(arena: Arena, seed: number, options: RoundOptions): Promise<RoundResult> {
  const { teacher, learners } = arena;
  const schedule = planRound(seed, options);
  const result: RoundResult = {
    ...{
      seed,
      struck: [],
      booksLost: 0,
      mountsLeft: 0,
      events: 0,
      launched: 0,
      failures: [],
      settledIn: 0,
      took: 0,
      wrong: [],
    },
    orders: { acknowledged: 0, refused: 0, unknown: 0 },
  };
  const begun = performance.now();
  try {
    const { id } = await teacher.api.post<{ id: string }>('/exercises', { scenario, mode: 'class' });
    teacher.exercise = id;
    await teacher.start();
    for (const learner of learners) await learner.join(id);
    const records = new Records(teacher, nodes);
    result.orders = records.counts;
    const watching = records.watch();
    await fire(arena, schedule, records, result);
    await judge(arena, schedule.wishes, result);
    records.stop();
    await watching;
    result.wrong.push(...(await faultsOfLog(arena, records)));
    const events = [...records.told.values()];
    result.events = events.length;
    result.launched = events.filter(({ type }) => type === 'range.ready').length;
    const failed = events.filter(({ type }) => type === 'range.failed');
    result.failures = failed.map(({ payload }) => String(payload['reason']));
  } catch (error) {
    result.wrong.push((error as Error).message);
  }
  result.took = (performance.now() - begun) / 1000;
  return result;
}

/** Does all that the schedule says, each at its time. */
async function fire(
  arena: Arena,
  { faults, acts }: Schedule,
  records: Records,
  result: RoundResult,
): Promise<void> {
  const begun = performance.now();
  const at = (ms: number) => sleep(Math.max(0, begun + ms - performance.now()));
  const striking = (async () => {
    for (const fault of faults) {
      await at(fault.atMs);
      const what = await strike(arena, fault);
      if (what !== undefined) result.struck.push(fault.kind);
      if (what?.includes('books')) result.booksLost++;
      if (what?.includes('mounts')) result.mountsLeft++;
    }
  })();
  const acting = acts.map(async (act, number) => {
    await at(act.atMs);
    await records.act(arena.learners[act.learner]!, act, number);
  });
  await Promise.all([striking, ...acting]);
}

/** In peace: has everyone get what they want, looks at the engine, and sends all home. */
async function judge(arena: Arena, wishes: Wish[], result: RoundResult): Promise<void> {
  const { teacher, learners, product } = arena;
  const { wrong } = result;
  const calm = performance.now();
  await until('everything answers again', () => isHealthy(product.url), patience);
  const expected = await Promise.all(
    learners.map(async (learner, n): Promise<Expected> => {
      const wish = wishes[n]!;
      const settled = await settle(learner, wish).catch((error: Error) => void wrong.push(error.message));
      return { learner, wish, range: settled?.range.id };
    }),
  );
  if (wrong.length === 0) wrong.push(...(await soon(() => faultsOfEngine(arena, expected))));
  result.settledIn = (performance.now() - calm) / 1000;
  if (wrong.length === 0) wrong.push(...(await soon(() => faultsInside(arena, expected))));
  wrong.push(...(await soon(() => leftInHelper(arena))));
  await teacher.finish();
  await until('all ranges are down', () => isDown(teacher), patience);
  wrong.push(...(await soon(() => faultsOfEngine(arena, []))));
}

/** Looks until nothing is wrong, or patience ends: what killed worker and engine have missed is found in their next look. */
async function soon(look: () => Promise<string[]>): Promise<string[]> {
  const end = performance.now() + patience;
  for (;;) {
    const wrong = await look().catch((error: Error) => [error.message]);
    if (wrong.length === 0 || performance.now() > end) return wrong;
    await sleep(300);
  }
}

async function isHealthy(url: string): Promise<boolean> {
  return (await fetch(`${url}/healthz`)).status === 200;
}

async function isDown(teacher: Arena['teacher']): Promise<boolean> {
  return (await teacher.view()).ranges.every(({ state }) => ['gone', 'failed'].includes(state));
}
