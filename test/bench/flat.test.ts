import { afterAll, expect, it } from 'vitest';
import { BareEngine, type BareRange } from './bare.js';
import { BenchClass } from './class.js';
import { spread } from './measure.js';
import { keep, type Line } from './report.js';
import { benchScenario } from './scenarios.js';
import { benchLimit, rounds, useBenchProduct } from './setting.js';

/** At least ten: with `--rounds`, other than a hundred. */
const most = Math.max(10, rounds(100));
const tenth = Math.floor(most / 10);

const product = useBenchProduct();
const bare = new BareEngine();
afterAll(() => bare.clear());

it(`flat: ranges of one node, 1 to ${most}`, { timeout: benchLimit }, async () => {
  const scenario = await benchScenario('one-node');
  const group = await BenchClass.open(product(), 'one-node', most);
  const stay: number[] = [];
  const beside: number[] = [];
  for (const learner of group.learners) {
    stay.push(await group.launch(learner));
    // One by hand right after each, gone again at once: it shows how the engine itself slows down, and the machine.
    let made: BareRange | undefined;
    const begun = performance.now();
    try {
      made = await bare.launch(scenario, 2);
      beside.push(performance.now() - begun);
    } finally {
      await made?.remove();
    }
  }
  await Promise.all(group.learners.map(group.stop));
  await group.close();

  const part = (all: number[], index: number) => all.slice(index * tenth, (index + 1) * tenth);
  const first = spread(part(stay, 0)).median;
  const lines = Array.from({ length: 10 }, (_, i): Line => {
    const [from, to] = [i * tenth + 1, (i + 1) * tenth];
    return {
      what: `ranges ${from} to ${to}`,
      ours: spread(part(stay, i)),
      bare: spread(part(beside, i)),
      unit: 'ms',
      ratio: spread(part(stay, i).map((ms, at) => ms / part(beside, i)[at]!)),
    };
  });
  const growth = part(stay, 9).map((ms) => ms / first);
  const last: Line = {
    what: 'the last tenth by the first',
    ours: spread(part(stay, 9)),
    unit: 'ms',
    ratio: spread(growth),
    target: { atMost: 1.25 },
  };
  await keep('flat', [...lines, last]);
  expect(stay).toHaveLength(most);
});
