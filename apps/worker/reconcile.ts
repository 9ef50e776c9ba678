import { isFrozen, isWanted, nodeResets, repairWait, type RangeReport, type RangeState } from '#exercise';
import type { Attempt, JobData, WakeUp } from '#messaging';
import { withRangeLock, type ExerciseLog, type ScenarioPacks } from '#persistence';
import {
  DesireError,
  EngineGone,
  NodeFailed,
  PolicyError,
  apply,
  describeImages,
  findNode,
  observe,
  plan,
  type DesiredRange,
  type Images,
  type ImagesProgress,
  type Step,
} from '#range';
import { hideSecrets, type InstallationPolicy } from '#scenario';
import type { DataSource } from 'typeorm';
import type { Host, Say } from './host.js';
import { BreaksAgain, damageOf } from './damage.js';
import { teamRange } from './desired.js';
import { nodeReady } from './node-ready.js';
import { Superseded, unlessAborted, whileWanted } from './while-wanted.js';

/** The worker ends. What it has begun stays as it is, for whoever takes it up. */
class Ending extends Error {}

/** Steps at once on the engine, by all launches together and at least by each: more only take time from who looks on. */
const [mostSteps, leastSteps] = [8, 2];

/** Makes ranges what the log wants of them. The same job launches, resets, repairs and takes down. */
export class Reconciler {
  /** Ranges at work here, and whether another job has come for them meanwhile. */
  private readonly atWork = new Map<string, { again: boolean }>();
  private readonly ending = new AbortController();

  constructor(
    private readonly host: Host,
    private readonly images: Images,
    private readonly log: ExerciseLog,
    private readonly packs: ScenarioPacks,
    private readonly db: DataSource,
    private readonly wakeUp: WakeUp,
    private readonly settings: {
      actor: string;
      pool: string;
      policy: InstallationPolicy;
      installation: string;
    },
    private readonly say: Say,
  ) {}

  /**
   * Runs until the range is as wanted. A job for a range that is at work leaves its wish and ends at once: waiting, it
   * would take the place of another range.
   * @returns milliseconds after which it is to be run again, if it waits with a repair
   * @throws what stopped this try, for the queue to try again
   */
  async run({ exercise, range }: JobData<'reconcile'>, attempt: Attempt): Promise<number | undefined> {
    const other = this.atWork.get(range);
    if (other) {
      other.again = true;
      return undefined;
    }
    const mine = { again: false };
    this.atWork.set(range, mine);
    let wait: number | undefined;
    try {
      do {
        mine.again = false;
        await withRangeLock(this.db, range, async () => {
          wait = await this.settle(exercise, range, attempt);
        });
      } while (mine.again);
      return wait;
    } finally {
      this.atWork.delete(range);
    }
  }

  /** Stops what is being built, soon; ranges that are being taken down are waited for by whoever closes the queue. */
  stop(): void {
    this.ending.abort(new Ending('the worker ends; the range is taken up again when it is back'));
  }

  private async settle(exercise: string, range: string, attempt: Attempt): Promise<number | undefined> {
    for (;;) {
      const state = await this.log.state(exercise);
      const now = state.ranges[range];
      // A job from before this host was given up: the range may be on another one by now.
      if (!now || `worker:${now.host}` !== this.settings.actor) return undefined;
      if (!isWanted(now)) {
        if (now.status === 'stopping') await this.takeDown(exercise, now);
        return undefined;
      }
      try {
        let wait: number | undefined;
        const { ending, log, wakeUp, say } = this;
        const wanted = { range, state, ending: ending.signal };
        await whileWanted(wanted, { log, wakeUp, say }, async (signal) => {
          if (isFrozen(state, now)) await this.freeze(exercise, now, signal);
          else wait = await this.bringUp(exercise, now, signal);
        });
        return wait;
      } catch (error) {
        if (error instanceof Superseded) continue;
        if (error instanceof Ending || (!attempt.last && !isFinal(error))) throw error;
        // An engine that starts again is no fault of the range: it is taken up when the engine is back, or fails with its host.
        if (error instanceof EngineGone) throw error;
        // What cannot be frozen now is frozen at a later look; its team's work is not thrown away for that.
        if (isFrozen(state, now)) throw error;
        await this.giveUp(exercise, now, error as Error);
        return undefined;
      }
    }
  }

  /** Freezes what runs of a range. What is missing of it is built when it is resumed. */
  private async freeze(exercise: string, range: RangeState, signal: AbortSignal): Promise<void> {
    const helper = await this.host.helper();
    const desired = await unlessAborted(signal, this.desired(exercise, range, signal));
    await this.apply(
      exercise,
      range,
      plan(desired, await observe(this.host.engine, helper, range.id)),
      desired,
      signal,
    );
  }

  /** @returns milliseconds that a repair has to wait, if it has to */
  private async bringUp(
    exercise: string,
    range: RangeState,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const report = (word: RangeReport) => this.report(exercise, range, word);
    const helper = await this.host.helper();
    const isNew = range.status !== 'ready' && range.status !== 'degraded';
    const [desired, observed] = await together(
      // Its builds go on for others who wait for them; those of this range alone end with it.
      unlessAborted(signal, this.desired(exercise, range, signal)),
      observe(this.host.engine, helper, range.id),
      isNew ? report({ is: 'preparing' }) : undefined,
    );
    const steps = plan(desired, observed);
    const waking = Object.keys(range.nodes).filter((node) => range.nodes[node] !== 'ready');
    const damage = damageOf(steps, waking);
    if (!damage && range.status === 'ready') {
      await this.apply(exercise, range, steps, desired, signal);
      return undefined;
    }
    const now = damage && range.status === 'ready' ? await report({ is: 'degraded', ...damage }) : range;
    if (now.status === 'degraded') {
      const wait = repairWait(now.repairs, Date.now());
      if (wait === 'give-up') throw await this.breaksAgain(range, damage?.nodes ?? []);
      if (wait > 0) return wait;
    }
    const images = Object.fromEntries(desired.nodes.map((n) => [n.name, n.image]));
    await together(report({ is: 'starting', images }), this.apply(exercise, range, steps, desired, signal));
    await Promise.all(desired.nodes.map((node) => this.awaitNode(exercise, range, node, signal)));
    signal.throwIfAborted();
    await report({ is: 'ready' });
    return undefined;
  }

  private async apply(
    exercise: string,
    range: RangeState,
    steps: Step[],
    desired: DesiredRange,
    signal: AbortSignal,
  ): Promise<void> {
    await apply(steps, desired, {
      engine: this.host.engine,
      helper: await this.host.helper(),
      pool: this.settings.pool,
      policy: this.settings.policy,
      parallel: Math.max(leastSteps, Math.floor(mostSteps / this.atWork.size)),
      signal,
      onProgress: (step, phase) => {
        if (phase === 'begin')
          this.tell(exercise, range, step.kind, 'node' in step ? { node: step.node } : {});
      },
      onAlarm: (rules) => this.host.alarm(rules),
    });
  }

  /** Of the nodes that broke, the first whose last words are there tells why the range is given up. */
  private async breaksAgain({ id: range }: RangeState, nodes: string[]): Promise<BreaksAgain> {
    const { installation } = this.settings;
    for (const node of nodes) {
      const found = await findNode(this.host.engine, { installation, range, node });
      if (found?.ended !== undefined) return new BreaksAgain(node, found.ended);
    }
    return new BreaksAgain(nodes[0]);
  }

  private async awaitNode(
    exercise: string,
    range: RangeState,
    node: DesiredRange['nodes'][number],
    signal: AbortSignal,
  ): Promise<void> {
    const { engine } = this.host;
    const helper = await this.host.helper();
    this.tell(exercise, range, 'await-ready', { node: node.name });
    await nodeReady(node, { engine, helper, range: range.id }, signal);
    await this.report(exercise, range, { is: 'node-ready', node: node.name });
  }

  private async desired(exercise: string, range: RangeState, signal: AbortSignal): Promise<DesiredRange> {
    const state = await this.log.state(exercise);
    const pack = await this.packs.get(state.scenario.digest);
    const { values } = await this.log.setting(exercise);
    // A look at a range that is ready is nobody's to wait for.
    if (!['ready', 'suspended'].includes(range.status)) this.tell(exercise, range, 'images');
    const onProgress = (progress: ImagesProgress) => {
      if (!signal.aborted) this.tell(exercise, range, 'images', imagesDetail(progress));
    };
    const images = await this.images.ensure(pack, { onProgress, signal });
    const suspended = isFrozen(state, range);
    const material = { pack, images, policy: this.settings.policy, suspended };
    return teamRange(range, material, values(range.team));
  }

  private async takeDown(exercise: string, range: RangeState): Promise<void> {
    this.tell(exercise, range, 'remove');
    await this.remove(range);
    await this.report(exercise, range, { is: 'gone' });
  }

  private async remove({ id }: RangeState): Promise<void> {
    const { engine } = this.host;
    const helper = await this.host.helper();
    const steps = plan(undefined, await observe(engine, helper, id));
    await apply(steps, undefined, { engine, helper, pool: this.settings.pool });
  }

  /** Leaves nothing of a range that cannot be had, and says why. What cannot be removed now, the sweep removes later. */
  private async giveUp(exercise: string, range: RangeState, error: Error): Promise<void> {
    // It may hold the last lines of a node's log, and those may hold what the team is to earn.
    const { scenario, values } = await this.log.setting(exercise);
    const why = hideSecrets(scenario, values(range.team))(error.message);
    this.say('error', `range ${range.id} of exercise ${exercise} failed: ${why}`);
    try {
      await this.remove(range);
    } catch (left) {
      this.say(
        'error',
        `range ${range.id} is not down yet; the sweep will try again: ${(left as Error).message}`,
      );
    }
    const blamed = [NodeFailed, PolicyError, BreaksAgain].some((kind) => error instanceof kind);
    const node = blamed ? (error as NodeFailed | PolicyError | BreaksAgain).node : undefined;
    await this.report(exercise, range, { is: 'failed', reason: why.slice(0, 4_000), node });
  }

  /** Reports, and returns the range as it is thereafter. */
  private async report(exercise: string, range: RangeState, report: RangeReport): Promise<RangeState> {
    const { actor } = this.settings;
    const { id, generation } = range;
    const resets = nodeResets(range);
    const order = { type: 'report-range', actor, range: id, generation, resets, report } as const;
    const { state } = await this.log.execute(exercise, order);
    return state.ranges[id] ?? range;
  }

  private tell(
    exercise: string,
    range: RangeState,
    phase: string,
    about: Record<string, unknown> = {},
  ): void {
    const { team, id } = range;
    this.wakeUp.tell(exercise, { kind: 'progress', team, range: id, phase, ...about });
  }
}

/** How far the images are, in words and in figures. What builds print is left out: it may give a learner the answers. */
function imagesDetail(progress: ImagesProgress) {
  const { done, total, open } = progress;
  const images = { done, total, open: open.map(({ line: _line, ...image }) => image) };
  return { detail: describeImages(progress), images };
}

/** Does several things side by side, and waits for all of them, also when one fails. @throws what the first one failed with */
async function together<T extends readonly unknown[]>(
  ...works: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Failures that another try cannot mend. */
const isFinal = (error: unknown): boolean =>
  error instanceof PolicyError || error instanceof DesireError || error instanceof BreaksAgain;
