import { afterAll, expect, it } from 'vitest';
import { testInstallation } from '../integration/range-fixture.js';
import { BareEngine } from './bare.js';
import { BenchClass } from './class.js';
import { inTurn, ratios, spread } from './measure.js';
import { RangeLauncher } from './range-launch.js';
import { keep } from './report.js';
import { benchScenario } from './scenarios.js';
import { benchLimit, rounds, useBenchProduct } from './setting.js';

const product = useBenchProduct();
const bare = new BareEngine();
afterAll(() => bare.clear());

it('cold: one range of three nodes', { timeout: benchLimit }, async () => {
  const scenario = await benchScenario('three-nodes');
  const alone = await testInstallation('bench');
  const image = (await alone.engine.images.inspect('debian:bookworm-slim'))!.id;
  const images = { box: image, web: image, db: image };
  const launcher = new RangeLauncher(alone.engine, alone.helper, scenario, images);
  const group = await BenchClass.open(product(), 'three-nodes', 1);
  const learner = group.learners[0]!;
  const byHand = (parallel: number) => async () => {
    const begun = performance.now();
    const made = await bare.launch(scenario, parallel);
    const took = performance.now() - begun;
    await made.remove();
    return took;
  };
  const ways = {
    one: byHand(1),
    two: byHand(2),
    four: byHand(4),
    range: async () => {
      const begun = performance.now();
      const made = await launcher.launch();
      const took = performance.now() - begun;
      await launcher.remove(made);
      return took;
    },
    product: async () => {
      const took = await group.launch(learner);
      await group.stop(learner);
      return took;
    },
  };
  // Who is first finds caches cold.
  await inTurn(1, ways);
  const took = await inTurn(rounds(15), ways);
  await group.close();
  await alone.remove();

  const best = (['one', 'two', 'four'] as const).reduce((a, b) =>
    spread(took[a]).median <= spread(took[b]).median ? a : b,
  );
  const line = (what: string, ours: number[], target?: { atMost: number }) => ({
    what,
    ours: spread(ours),
    bare: spread(took[best]),
    unit: 'ms' as const,
    ratio: spread(ratios(ours, took[best])),
    ...(target && { target }),
  });
  await keep('cold', [
    line('the whole product, order to `range.ready`', took.product, { atMost: 1.1 }),
    line('`libs/range` alone, to all nodes ready', took.range),
  ]);
  expect(took.product.length).toBe(rounds(15));
});
