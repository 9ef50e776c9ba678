import { isWanted, type RangeReport, type RangeState } from '#exercise';
import type { Attempt, JobData, WakeUp } from '#messaging';
import { withRangeLock, type ExerciseLog, type ScenarioPacks } from '#persistence';
import {
  DesireError,
  NodeFailed,
  PolicyError,
  apply,
  awaitReady,
  desire,
  findNode,
  observe,
  plan,
  type DesiredRange,
  type Step,
} from '#range';
import { ask } from '#probes';
import { hideSecrets, nodeFiles, resolveAll } from '#scenario';
import type { DataSource } from 'typeorm';
import type { Host, Say } from './host.js';
import type { Images } from './images.js';

/** Wall time that a node has to become ready in one try, ms. */
const readyWithin = 45_000;

/** Wake-ups may be lost: whether a range is still wanted is looked at this often anyway, ms. */
const lookEvery = 5_000;

/** What was being built is no longer what the log wants. */
class Superseded extends Error {}

/** The worker ends. What it has begun stays as it is, for whoever takes it up. */
class Ending extends Error {}

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
    private readonly settings: { actor: string; pool: string; installation: string },
    private readonly say: Say,
  ) {}

  /**
   * Runs until the range is as wanted. A job for a range that is at work leaves its wish and ends at once: waiting, it
   * would take the place of another range.
   * @throws what stopped this try, for the queue to try again
   */
  async run({ exercise, range }: JobData<'reconcile'>, attempt: Attempt): Promise<void> {
    const other = this.atWork.get(range);
    if (other) {
      other.again = true;
      return;
    }
    const mine = { again: false };
    this.atWork.set(range, mine);
    try {
      do {
        mine.again = false;
        await withRangeLock(this.db, range, () => this.settle(exercise, range, attempt));
      } while (mine.again);
    } finally {
      this.atWork.delete(range);
    }
  }

  /** Stops what is being built, soon; ranges that are being taken down are waited for by whoever closes the queue. */
  stop(): void {
    this.ending.abort(new Ending('the worker ends; the range is taken up again when it is back'));
  }

  private async settle(exercise: string, range: string, attempt: Attempt): Promise<void> {
    for (;;) {
      const now = (await this.log.state(exercise)).ranges[range];
      if (!now) return;
      if (!isWanted(now)) {
        if (now.status === 'stopping') await this.takeDown(exercise, now);
        return;
      }
      try {
        await this.whileWanted(exercise, now, (signal) => this.bringUp(exercise, now, signal));
        return;
      } catch (error) {
        if (error instanceof Superseded) continue;
        if (error instanceof Ending || (!attempt.last && !isFinal(error))) throw error;
        await this.giveUp(exercise, now, error as Error);
        return;
      }
    }
  }

  private async bringUp(exercise: string, range: RangeState, signal: AbortSignal): Promise<void> {
    const report = (word: RangeReport) => this.report(exercise, range, word);
    const helper = await this.host.helper();
    if (range.status !== 'ready') await report({ is: 'preparing' });
    // A build that others may wait for goes on, whether or not this range still wants it.
    const desired = await unlessAborted(signal, this.desired(exercise, range, signal));
    const steps = plan(desired, await observe(this.host.engine, helper, range.id));
    if (steps.length === 0 && range.status === 'ready') return;
    if (range.status === 'ready') await report({ is: 'degraded', reason: describe(steps) });
    await report({ is: 'starting', images: Object.fromEntries(desired.nodes.map((n) => [n.name, n.image])) });
    await apply(steps, desired, {
      engine: this.host.engine,
      helper,
      pool: this.settings.pool,
      signal,
      onProgress: (step, phase) => {
        if (phase === 'begin') this.tell(exercise, range, step.kind, 'node' in step ? step.node : undefined);
      },
      onAlarm: (rules) => this.host.alarm(rules),
    });
    await Promise.all(desired.nodes.map((node) => this.awaitNode(exercise, range, node, signal)));
    signal.throwIfAborted();
    await report({ is: 'ready' });
  }

  private async awaitNode(
    exercise: string,
    range: RangeState,
    { name, ready, interfaces }: DesiredRange['nodes'][number],
    signal: AbortSignal,
  ): Promise<void> {
    const { engine } = this.host;
    const helper = await this.host.helper();
    const look = () =>
      findNode(engine, { installation: this.settings.installation, range: range.id, node: name });
    this.tell(exercise, range, 'await-ready', name);
    await awaitReady({
      node: name,
      look,
      limitMs: readyWithin,
      signal,
      ...(ready && {
        ask: async () => {
          const node = await look();
          if (!node) return { outcome: 'failed' as const, detail: 'its container has gone' };
          const address = interfaces[0]?.address ?? '127.0.0.1';
          return ask(ready, { engine, helper, address, ...node });
        },
      }),
    });
    await this.report(exercise, range, { is: 'node-ready', node: name });
  }

  private async desired(exercise: string, range: RangeState, signal: AbortSignal): Promise<DesiredRange> {
    const state = await this.log.state(exercise);
    const pack = await this.packs.get(state.scenario.digest);
    const { scenario, values } = await this.log.setting(exercise);
    const own = values(range.team);
    // A look at a range that is ready is nobody's to wait for.
    if (range.status !== 'ready') this.tell(exercise, range, 'images');
    const images = await this.images.ensure(pack, (image, line) => {
      if (signal.aborted) return;
      this.tell(exercise, range, 'images', undefined, `${image}: ${line.slice(0, 200)}`);
    });
    return desire({
      scenario,
      range: range.id,
      generation: range.generation,
      images,
      values: Object.fromEntries(
        Object.entries(scenario.nodes).map(([name, node]) => [
          name,
          {
            files: nodeFiles(node, pack.files, own),
            environment: resolveAll(node.environment, own),
            ...(node.command ? { command: resolveAll(node.command, own) } : {}),
            ...(node.ready ? { ready: resolveAll(node.ready, own) } : {}),
          },
        ]),
      ),
    });
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
    const node = error instanceof NodeFailed || error instanceof PolicyError ? error.node : undefined;
    await this.report(exercise, range, { is: 'failed', reason: why.slice(0, 4_000), node });
  }

  /** Runs `work` and stops it as soon as the log wants something else of the range. */
  private async whileWanted(
    exercise: string,
    range: RangeState,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const abort = new AbortController();
    const look = async () => {
      try {
        const now = (await this.log.state(exercise)).ranges[range.id];
        if (!now || !isWanted(now) || now.generation !== range.generation) abort.abort(new Superseded());
      } catch (error) {
        this.say('error', `looking after range ${range.id}: ${(error as Error).message}`);
      }
    };
    const unlisten = await this.wakeUp.listen((signal) => {
      if (signal.exercise === exercise && signal.seq !== undefined) void look();
    });
    const timer = setInterval(() => void look(), lookEvery);
    try {
      // What was said between reading the state and listening woke nobody here.
      await look();
      await work(AbortSignal.any([abort.signal, this.ending.signal]));
    } finally {
      clearInterval(timer);
      unlisten();
    }
  }

  private async report(exercise: string, { id, generation }: RangeState, report: RangeReport): Promise<void> {
    const { actor } = this.settings;
    await this.log.execute(exercise, { type: 'report-range', actor, range: id, generation, report });
  }

  private tell(exercise: string, range: RangeState, phase: string, node?: string, detail?: string): void {
    const { team, id } = range;
    this.wakeUp.tell(exercise, {
      kind: 'progress',
      team,
      range: id,
      phase,
      ...(node && { node }),
      ...(detail && { detail }),
    });
  }
}

/** Failures that another try cannot mend. */
const isFinal = (error: unknown): boolean => error instanceof PolicyError || error instanceof DesireError;

/** What work comes to, or the signal's reason as soon as it is aborted; the work itself goes on. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    const done = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    work.finally(done).then(resolve, reject);
    if (signal.aborted) abort();
  });
}

/** What is wrong with a range that was ready, by what there is to do about it. */
function describe(steps: Step[]): string {
  const nodes = steps.flatMap((step) => ('node' in step ? [step.node] : []));
  return nodes.length ? `being repaired: ${[...new Set(nodes)].join(', ')}` : 'being repaired: its networks';
}
