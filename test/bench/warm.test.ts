import { afterAll, expect, it } from 'vitest';
import { openTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { BareEngine } from './bare.js';
import { BenchClass } from './class.js';
import { inTurn, ratios, spread } from './measure.js';
import { keep } from './report.js';
import { benchScenario } from './scenarios.js';
import { benchLimit, rounds, useBenchProduct } from './setting.js';

const prompt = /[#$] $/;
const product = useBenchProduct();
const bare = new BareEngine();
afterAll(() => bare.clear());

it('warm: from the order of a range that stands ready to a prompt', { timeout: benchLimit }, async () => {
  const group = await BenchClass.open(product(), 'three-nodes', 1);
  const [learner] = group.learners;
  const pool = await group.teacher.post<{ id: string }>('/pools', { scenario: 'three-nodes', size: 1 });
  const { containers } = await bare.launch(await benchScenario('three-nodes'), 2);
  const ready = () =>
    until('a range stands ready', async () => {
      const view = await group.teacher.get<{ ready: number; preparing: number }>(`/pools/${pool.id}`);
      return view.ready === 1 && view.preparing === 0;
    });
  const claimed: number[] = [];
  const ways = {
    exec: async () => {
      // Nothing is built beside either of the two.
      await ready();
      const begun = performance.now();
      await bare.prompt(containers['box']!, prompt);
      return performance.now() - begun;
    },
    product: async () => {
      await ready();
      const begun = performance.now();
      await group.order(learner!, 'start', 'node.ready', 'box');
      claimed.push(performance.now() - begun);
      const place = { exercise: group.exercise, team: learner!.team, node: 'box' };
      const terminal = openTerminal(product().url, { token: learner!.api.token }, place);
      await terminal.first(prompt);
      const took = performance.now() - begun;
      terminal.close();
      await group.stop(learner!);
      return took;
    },
  };
  await inTurn(1, ways);
  claimed.length = 0;
  const took = await inTurn(rounds(15), ways);
  await group.teacher.remove(`/pools/${pool.id}`);
  await group.close();

  const line = (what: string, ours: number[]) => ({
    what,
    ours: spread(ours),
    bare: spread(took.exec),
    unit: 'ms' as const,
    ratio: spread(ratios(ours, took.exec)),
  });
  await keep('warm', [
    { ...line('from the order to the prompt', took.product), target: { atMost: 1.3 } },
    line('of it, from the order to `node.ready`', claimed),
  ]);
  expect(took.product).toHaveLength(rounds(15));
});
