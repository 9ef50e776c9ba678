import type { Queues } from '#messaging';
import { ExerciseRow, RangeRow, knownRanges, type ExerciseLog } from '#persistence';
import {
  labelKeys,
  removeBridges,
  proxiesOf,
  resolversOf,
  strayBridges,
  sweep,
  tidyCaptures,
  tidyWatches,
  type EventSubscription,
} from '#range';
import { In, Not, type DataSource } from 'typeorm';
import type { Host, Say } from './host.js';
import { networksThere, runningNodes } from './on-engine.js';

const lookEvery = 30_000;
const goneFor = ['gone', 'failed'];
/** Whose ended containers are to be mended. While a range is degraded, others may end than those at work on. */
const mended = ['ready', 'degraded'];

/** Keeps a host's ranges as the log wants them: takes up what was left, notices drift, and sweeps what is no one's. */
export class Upkeep {
  /** Ranges that a job was sent for and not taken yet: a second would only make the queue longer. */
  private readonly sent = new Set<string>();
  /** Ranges whose repair waits. */
  private readonly later = new Map<string, NodeJS.Timeout>();
  /** Told of ranges of which something ended, and which are no exercise's. */
  others: (range: string) => Promise<void> = async () => undefined;
  /** Bridges that the last look found to be of no network. */
  private strayBridges: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private subscription: EventSubscription | undefined;
  private stopped = false;

  constructor(
    private readonly host: Host,
    private readonly name: string,
    private readonly installation: string,
    /** Age from which what belongs to no range is removed, ms. */
    private readonly graceMs: number,
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly queues: Queues,
    private readonly say: Say,
  ) {}

  async start(): Promise<void> {
    await this.look();
    void this.follow();
  }

  /** Takes note that a job of a range has been taken off the queue. */
  taken(range: string): void {
    this.sent.delete(range);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const waiting of this.later.values()) clearTimeout(waiting);
    this.subscription?.close();
  }

  /** Wakes a reconcile of a range in so many milliseconds. */
  sendLater(exercise: string, range: string, wait: number): void {
    clearTimeout(this.later.get(range));
    const send = () => {
      this.later.delete(range);
      this.send(exercise, range).catch((error: Error) =>
        this.say('error', `waking range ${range} for its repair: ${error.message}`),
      );
    };
    if (!this.stopped) this.later.set(range, setTimeout(send, wait));
  }

  /** Wakes a reconcile for every own range that is not settled or does not look right, then sweeps. */
  private async look(): Promise<void> {
    try {
      const own = await this.db.getRepository(RangeRow).findBy({ host: this.name, status: Not(In(goneFor)) });
      const [paused, running, networks] = await Promise.all([
        this.paused(),
        runningNodes(this.host.engine, this.installation),
        networksThere(this.host.engine, this.installation),
      ]);
      // What the queue has lost is sent again.
      if ((await this.queues.waiting(this.name, 'ranges')) === 0) this.sent.clear();
      for (const { id, exercise, status } of own) {
        const there = { nodes: running.get(id) ?? 0, networks: networks.get(id) ?? 0 };
        const isFrozen = status === 'suspended' || (paused.has(exercise) && mended.includes(status));
        if (!isFrozen && status === 'ready' && (await this.isWhole(exercise, id, there))) continue;
        // Frozen as it should be; what an engine that was started anew let go on is frozen again.
        if (isFrozen && !running.has(id)) continue;
        await this.send(exercise, id);
      }
      await this.sweep();
    } catch (error) {
      this.say('error', `looking after ranges: ${(error as Error).message}`);
    }
    this.lookIn(lookEvery);
  }

  /** Exercises whose ranges are to stand still. */
  private async paused(): Promise<Set<string>> {
    const rows = await this.db
      .getRepository(ExerciseRow)
      .find({ select: { id: true }, where: { phase: 'paused' } });
    return new Set(rows.map(({ id }) => id));
  }

  private lookIn(wait: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), wait);
  }

  /**
   * Whether every node and network of the scenario is there. What was removed while nobody looked, and networks that
   * somebody pruned, left no event behind. Links and captures are not seen from here: a range that has some is looked at
   * by its reconcile.
   */
  private async isWhole(
    exercise: string,
    range: string,
    there: { nodes: number; networks: number },
  ): Promise<boolean> {
    const { scenario } = await this.log.setting(exercise);
    const { links, captures = [] } = (await this.log.state(exercise)).ranges[range] ?? {};
    const slowed = Object.values(scenario.networks).some(({ delay, loss, rate }) => delay ?? loss ?? rate);
    if (slowed || links || captures.length > 0) return false;
    if (there.networks < Object.keys(scenario.networks).length) return false;
    const boxes = resolversOf(scenario).length + proxiesOf(scenario).length;
    return there.nodes >= Object.keys(scenario.nodes).length + boxes;
  }

  private async send(exercise: string, range: string): Promise<void> {
    if (this.sent.has(range)) return;
    this.sent.add(range);
    try {
      await this.queues.send(this.name, 'reconcile', { exercise, range });
    } catch (error) {
      this.sent.delete(range);
      throw error;
    }
  }

  private async sweep(): Promise<void> {
    const { holdVolume } = await this.host.helper();
    const swept = await sweep(this.host.engine, {
      installation: this.installation,
      known: () => knownRanges(this.db, this.name),
      graceMs: this.graceMs,
      holdVolume,
    });
    await tidyCaptures(await this.host.helper());
    await tidyWatches(await this.host.helper());
    await this.sweepBridges();
    const gone = swept.strays.map(({ name }) => name);
    if (gone.length) this.say('warn', `swept what belonged to no range: ${gone.join(', ')}`);
    for (const { kind, name, why } of swept.left)
      this.say('error', `${kind} ${name} belongs to no range and cannot be removed: ${why}`);
  }

  /** Removes bridges that two looks in a row found to be of no network. */
  private async sweepBridges(): Promise<void> {
    const helper = await this.host.helper();
    const before = this.strayBridges;
    this.strayBridges = await strayBridges(this.host.engine, helper);
    const gone = this.strayBridges.filter((name) => before.includes(name));
    if (gone.length === 0) return;
    await removeBridges(helper, gone);
    this.say('warn', `removed bridges of which the engine knows no network: ${gone.join(', ')}`);
  }

  /** Reconciles a range as soon as the engine says that one of its containers ended. */
  private async follow(): Promise<void> {
    for (let away = false; !this.stopped; away = true) {
      try {
        this.subscription = await this.host.engine.events(
          [`${labelKeys.installation}=${this.installation}`],
          ({ type, action, labels }) => {
            const range = labels[labelKeys.range];
            if (type === 'container' && action === 'die' && range) void this.wake(range);
          },
        );
        // Who knows what it did meanwhile.
        if (away) this.lookIn(0);
        const reason = await this.subscription.ended;
        if (reason) throw reason;
      } catch (error) {
        this.say('warn', `the engine's events cannot be followed: ${(error as Error).message}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }

  private async wake(range: string): Promise<void> {
    try {
      const row = await this.db.getRepository(RangeRow).findOneBy({ id: range, status: In(mended) });
      if (row) await this.send(row.exercise, range);
      else await this.others(range);
    } catch (error) {
      this.say('error', `waking range ${range}: ${(error as Error).message}`);
    }
  }
}
