import { nodeResets, type RangeReport, type RangeState, type WarmRange, type WarmReport } from '#exercise';
import type { JobData } from '#messaging';
import { withRangeLock, type ExerciseLog, type PoolLog, type ScenarioPacks } from '#persistence';
import {
  EngineGone,
  apply,
  findHoldings,
  observe,
  plan,
  releaseHoldings,
  type DesiredRange,
  type Holding,
  type Images,
} from '#range';
import { hideSecrets, type InstallationPolicy } from '#scenario';
import type { DataSource } from 'typeorm';
import { teamRange, warmRange } from './desired.js';
import type { Host, Say } from './host.js';
import { nodeReady } from './node-ready.js';
import type { CommandSource } from './observe/command-source.js';
import type { ReadyShells } from './ready-shells.js';

/** The range is to be taken down, or the worker ends. */
class Stopped extends Error {}

/** What is known of a range that stands ready: enough to let its nodes go without asking the engine. */
interface Known {
  images: Record<string, string>;
  holdings: Map<string, Holding>;
}

interface Place {
  pool: string;
  range: string;
}

/** Builds the ranges of pools, keeps them ready, takes them down, and lets their nodes go once one is claimed. */
export class WarmRanges {
  /** Ranges at work here; `stop` ends the work, for another job has come. */
  private readonly atWork = new Map<string, AbortController>();
  private readonly ready = new Map<string, Known>();
  private readonly ending = new AbortController();

  constructor(
    private readonly host: Host,
    private readonly images: Images,
    private readonly log: ExerciseLog,
    private readonly pools: PoolLog,
    private readonly packs: ScenarioPacks,
    private readonly db: DataSource,
    private readonly shells: ReadyShells,
    private readonly commands: Pick<CommandSource, 'environment'>,
    private readonly settings: {
      actor: string;
      host: string;
      pool: string;
      policy: InstallationPolicy;
      installation: string;
    },
    private readonly say: Say,
  ) {}

  /** Makes a range what its pool wants of it. A job for one that is at work makes the work look again. */
  async run({ pool, range }: JobData<'warm'>): Promise<void> {
    const other = this.atWork.get(range);
    if (other) {
      if (!(await this.isWanted({ pool, range }))) other.abort(new Stopped());
      return;
    }
    const abort = new AbortController();
    this.atWork.set(range, abort);
    const signal = AbortSignal.any([abort.signal, this.ending.signal]);
    try {
      await withRangeLock(this.db, range, () => this.settle({ pool, range }, signal));
    } catch (error) {
      // What was begun stays as it is, for whoever takes it up.
      if (!(error instanceof Stopped)) throw error;
    } finally {
      this.atWork.delete(range);
    }
    // What came after the work had ended for it found nobody at work.
    if (abort.signal.aborted && !this.ending.signal.aborted) await this.run({ pool, range });
  }

  /** Stops what is being built, soon. */
  stop(): void {
    this.ending.abort(new Stopped());
  }

  /** Whether this worker could let the range's nodes go at once. */
  knows(range: string): boolean {
    return this.ready.has(range);
  }

  /**
   * Lets the nodes of a claimed range go, with its team's values, when it is known where they wait.
   * @returns whether the range is ready with that; what is left undone the reconcile does
   * @throws Error when a node is no longer where it was
   */
  async release({ exercise, range: id }: JobData<'claim'>): Promise<boolean> {
    const known = this.ready.get(id);
    this.ready.delete(id);
    // The rules were looked at within the last seconds; a host where they are in doubt goes the long way.
    if (!known || !this.host.status.isolation.ok) return false;
    if (known.holdings.size === 0) return true;
    return withRangeLock(this.db, id, async () => {
      const [state, { values }] = await Promise.all([this.log.state(exercise), this.log.setting(exercise)]);
      const range = state.ranges[id];
      if (range?.status !== 'starting') return false;
      const pack = await this.packs.get(state.scenario.digest);
      const own = values(range.team);
      const material = { pack, images: known.images, policy: this.settings.policy, suspended: false };
      const desired = teamRange(range, material, own);
      return this.letGo(exercise, range, desired, known.holdings).catch((error: Error) => {
        // It may quote what a node wrote, and that may be what the team is to earn.
        throw new Error(hideSecrets(pack.scenario, own)(error.message));
      });
    });
  }

  private async letGo(
    exercise: string,
    range: RangeState,
    desired: DesiredRange,
    holdings: ReadonlyMap<string, Holding>,
  ): Promise<boolean> {
    const { engine } = this.host;
    const helper = await this.host.helper();
    await releaseHoldings(engine, helper, desired, holdings);
    const { actor } = this.settings;
    const { id, generation } = range;
    const of = { actor, range: id, generation, resets: nodeResets(range) };
    const report = (word: RangeReport) =>
      this.log.execute(exercise, { type: 'report-range', ...of, report: word });
    await Promise.all(
      desired.nodes
        .filter(({ name }) => holdings.has(name))
        .map(async (node) => {
          // Without a probe it is ready as soon as it runs, and the helper has seen it take the go-ahead.
          if (node.ready) await nodeReady(node, { engine, helper, range: id }, this.ending.signal);
          await report({ is: 'node-ready', node: node.name });
        }),
    );
    return (await report({ is: 'ready' })).ok;
  }

  private async settle(place: Place, signal: AbortSignal): Promise<void> {
    const warm = await this.find(place);
    if (!warm || warm.host !== this.settings.host) return;
    if (warm.status === 'retiring') return this.takeDown(place);
    try {
      await this.bringUp(place, warm, signal);
    } catch (error) {
      if (error instanceof Stopped || error instanceof EngineGone) throw error;
      await this.giveUp(place, error as Error);
    }
  }

  private async bringUp(place: Place, warm: WarmRange, signal: AbortSignal): Promise<void> {
    const { engine } = this.host;
    const { range } = place;
    if (warm.status !== 'ready') await this.report(place, { is: 'preparing' });
    const helper = await this.host.helper();
    const desired = await this.desired(place, signal);
    const steps = plan(desired, await observe(engine, helper, range));
    signal.throwIfAborted();
    if (warm.status === 'ready' && steps.length > 0) {
      this.forget(range);
      // One that was claimed meanwhile is its exercise's to mend.
      if (!(await this.report(place, { is: 'preparing' }))) return;
    }
    const { pool, policy } = this.settings;
    const onAlarm = (rules: readonly { why: string }[]) => this.host.alarm(rules);
    await apply(steps, desired, { engine, helper, pool, policy, signal, onAlarm });
    const free = desired.nodes.filter((node) => !node.held);
    if (warm.status !== 'ready' || steps.length > 0) {
      await Promise.all(free.map((node) => nodeReady(node, { engine, helper, range }, signal)));
    }
    const images = Object.fromEntries(desired.nodes.map(({ name, image }) => [name, image]));
    const of = { installation: this.settings.installation, range, generation: desired.generation };
    this.ready.set(range, { images, holdings: await findHoldings(engine, of, desired) });
    const nodes = free.map(({ name }) => name);
    await this.openShells(place, nodes);
    await this.report(place, { is: 'ready', nodes, images });
    // One that was claimed while it was looked at is no longer ours to hand out.
    if (!(await this.find(place))) this.forget(range);
  }

  private async openShells({ pool, range }: Place, nodes: string[]): Promise<void> {
    const { installation } = this.settings;
    const { scenario } = await this.packs.get((await this.pools.state(pool))!.scenario.digest);
    const requests = nodes.flatMap((node) => {
      const as = scenario.nodes[node]?.terminal;
      if (!as) return [];
      const environment = this.commands.environment(scenario, node);
      return [{ installation, range, node, user: as.user, shell: as.shell, environment, cols: 80, rows: 24 }];
    });
    await Promise.all(requests.map((request) => this.shells.prepare(request)));
  }

  private async desired({ pool, range }: Place, signal: AbortSignal): Promise<DesiredRange> {
    const state = (await this.pools.state(pool))!;
    const pack = await this.packs.get(state.scenario.digest);
    const images = await this.images.ensure(pack, { signal });
    return warmRange(range, { pack, images, policy: this.settings.policy });
  }

  private async takeDown(place: Place): Promise<void> {
    this.forget(place.range);
    await this.remove(place.range);
    await this.report(place, { is: 'gone' });
  }

  /** Reports first: only what is not claimed may be removed. What cannot be removed now, the sweep removes later. */
  private async giveUp(place: Place, error: Error): Promise<void> {
    const { pool, range } = place;
    this.say('error', `warm range ${range} of pool ${pool} failed: ${error.message}`);
    this.forget(range);
    if (!(await this.report(place, { is: 'failed', reason: error.message }))) return;
    try {
      await this.remove(range);
    } catch (left) {
      this.say('error', `warm range ${range} is not down yet; the sweep will try again: ${String(left)}`);
    }
  }

  private forget(range: string): void {
    this.ready.delete(range);
    this.shells.drop(range);
  }

  private async remove(range: string): Promise<void> {
    const { engine } = this.host;
    const helper = await this.host.helper();
    const steps = plan(undefined, await observe(engine, helper, range));
    await apply(steps, undefined, { engine, helper, pool: this.settings.pool });
  }

  /** @returns whether it changed anything */
  private async report({ pool, range }: Place, report: WarmReport): Promise<boolean> {
    const { actor } = this.settings;
    const outcome = await this.pools.execute(pool, { type: 'report', actor, range, report });
    return outcome.ok && outcome.events.length > 0;
  }

  private async find({ pool, range }: Place): Promise<WarmRange | undefined> {
    return (await this.pools.state(pool))?.ranges[range];
  }

  private async isWanted(place: Place): Promise<boolean> {
    const warm = await this.find(place);
    return warm !== undefined && warm.status !== 'retiring';
  }
}
