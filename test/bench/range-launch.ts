import { ask } from '#probes';
import {
  apply,
  awaitReady,
  desire,
  findNode,
  observe,
  plan,
  type DesiredRange,
  type Engine,
  type Helper,
  type Step,
} from '#range';
import type { Scenario } from '#scenario';

/** Pool of the engine's books for ranges of the bench. */
const pool = '10.253.0.0/16';

/** Ranges made by `libs/range` alone, without queue, log and orchestrator. */
export class RangeLauncher {
  private count = 0;

  constructor(
    private readonly engine: Engine,
    private readonly helper: Helper,
    private readonly scenario: Scenario,
    private readonly images: Record<string, string>,
    /** Told how long each step took, ms. */
    private readonly onStep: (step: Step, ms: number) => void = () => undefined,
  ) {}

  /** Launches one and waits until all its nodes are ready. */
  async launch(): Promise<DesiredRange> {
    const range = `b${process.pid.toString(36).padStart(4, '0').slice(-4)}${(this.count++).toString(36).padStart(3, '0')}`;
    const desired = desire({
      scenario: this.scenario,
      range,
      generation: 1,
      images: this.images,
      values: {},
    });
    const begun = new Map<string, number>();
    await apply(plan(desired, await observe(this.engine, this.helper, range)), desired, {
      engine: this.engine,
      helper: this.helper,
      pool,
      onProgress: (step, phase) => {
        if (phase === 'begin') begun.set(step.id, performance.now());
        else this.onStep(step, performance.now() - begun.get(step.id)!);
      },
    });
    const { installation } = this.helper;
    await Promise.all(
      desired.nodes.map(async ({ name, ready, interfaces }) => {
        const look = () => findNode(this.engine, { installation, range, node: name });
        await awaitReady({
          node: name,
          look,
          ...(ready && {
            ask: async () =>
              ask(ready, {
                engine: this.engine,
                helper: this.helper,
                address: interfaces[0]!.address,
                ...(await look())!,
              }),
          }),
        });
      }),
    );
    return desired;
  }

  async remove({ range }: DesiredRange): Promise<void> {
    const { engine, helper } = this;
    await apply(plan(undefined, await observe(engine, helper, range)), undefined, { engine, helper, pool });
  }
}
