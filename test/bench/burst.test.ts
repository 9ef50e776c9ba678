import { afterAll, beforeAll, expect, it } from 'vitest';
import { goBefore } from '../../apps/cli/processes/children.js';
import { BareEngine } from './bare.js';
import { BenchClass } from './class.js';
import { inTurn, quantile, ratios, runLimited, spread } from './measure.js';
import { keep } from './report.js';
import { benchScenario } from './scenarios.js';
import { benchLimit, rounds, useBenchProduct } from './setting.js';

const atOnce = 30;
/** Someone of the class looks at the exercise this often, ms: as a class of 30 does whose consoles look every three seconds. */
const lookEvery = 100;

const product = useBenchProduct();
const bare = new BareEngine();
afterAll(() => bare.clear());
// The class sits at machines of its own: its time to look at an answer is not to be the launches' to take.
beforeAll(() => goBefore(process.pid, -10));
afterAll(() => goBefore(process.pid, 0));

it(`burst: ${atOnce} ranges of three nodes at once`, { timeout: benchLimit }, async () => {
  const scenario = await benchScenario('three-nodes');
  const group = await BenchClass.open(product(), 'three-nodes', atOnce);
  const answered: number[] = [];
  const byHand = (ranges: number) => async () => {
    const begun = performance.now();
    const made = await bare.launchMany(scenario, atOnce, ranges, 2);
    const perSecond = atOnce / ((performance.now() - begun) / 1000);
    await runLimited(made, 4, (range) => range.remove());
    return perSecond;
  };
  const ways = {
    two: byHand(2),
    four: byHand(4),
    eight: byHand(8),
    product: async () => {
      const looking = look(group, answered);
      const begun = performance.now();
      await Promise.all(group.learners.map(group.launch));
      const perSecond = atOnce / ((performance.now() - begun) / 1000);
      await looking.stop();
      await Promise.all(group.learners.map(group.stop));
      return perSecond;
    },
  };
  const rates = await inTurn(rounds(3), ways);
  await group.close();

  const best = (['two', 'four', 'eight'] as const).reduce((a, b) =>
    spread(rates[a]).median >= spread(rates[b]).median ? a : b,
  );
  const sorted = [...answered].sort((a, b) => a - b);
  const p99 = quantile(sorted, 0.99);
  await keep('burst', [
    {
      what: 'ranges that become ready a second',
      ours: spread(rates.product),
      bare: spread(rates[best]),
      unit: 'ranges/s',
      ratio: spread(ratios(rates.product, rates[best])),
      target: { atLeast: 0.95 },
    },
    { what: 'the API meanwhile: `GET /exercises/:id`', ours: spread(answered), unit: 'ms' },
    {
      what: 'the same, 99th percentile',
      ours: { median: p99, low: p99, high: sorted.at(-1)!, count: sorted.length },
      unit: 'ms',
      target: { atMost: 50 },
    },
  ]);
  expect(rates.product).toHaveLength(rounds(3));
});

/** Asks for the exercise as its learners do, one after the other, whether or not the answer before has come. */
function look(group: BenchClass, answered: number[]) {
  const under = new Set<Promise<void>>();
  let turn = 0;
  let failure: unknown;
  const timer = setInterval(() => {
    const { api } = group.learners[turn++ % group.learners.length]!;
    const begun = performance.now();
    const asked: Promise<void> = api
      .get(`/exercises/${group.exercise}`)
      .then(
        () => void answered.push(performance.now() - begun),
        (error: unknown) => void (failure ??= error),
      )
      .finally(() => under.delete(asked));
    under.add(asked);
  }, lookEvery);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(under);
      if (failure) throw failure;
    },
  };
}
