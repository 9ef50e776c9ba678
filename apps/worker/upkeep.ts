import type { Queues } from '#messaging';
import { RangeRow, type ExerciseLog } from '#persistence';
import { labelKeys, sweep, type EventSubscription } from '#range';
import { In, Not, type DataSource } from 'typeorm';
import type { Host, Say } from './host.js';

const lookEvery = 30_000;
const goneFor = ['gone', 'failed'];

/** Keeps a host's ranges as the log wants them: takes up what was left, notices drift, and sweeps what is no one's. */
export class Upkeep {
  private timer: NodeJS.Timeout | undefined;
  private subscription: EventSubscription | undefined;
  private stopped = false;

  constructor(
    private readonly host: Host,
    private readonly name: string,
    private readonly installation: string,
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly queues: Queues,
    private readonly say: Say,
  ) {}

  async start(): Promise<void> {
    await this.look();
    void this.follow();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.subscription?.close();
  }

  /** Wakes a reconcile for every own range that is not settled or does not look right, then sweeps. */
  private async look(): Promise<void> {
    try {
      const own = await this.db.getRepository(RangeRow).findBy({ host: this.name, status: Not(In(goneFor)) });
      const running = await this.running();
      for (const { id, exercise, status } of own) {
        if (status === 'ready' && (await this.isWhole(exercise, running.get(id)))) continue;
        await this.queues.send(this.name, 'reconcile', { exercise, range: id });
      }
      await this.sweep();
    } catch (error) {
      this.say('error', `looking after ranges: ${(error as Error).message}`);
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), lookEvery);
  }

  /** Whether every node of the scenario is there. One that was removed while nobody looked left no event behind. */
  private async isWhole(exercise: string, running = 0): Promise<boolean> {
    const { scenario } = await this.log.setting(exercise);
    return running >= Object.keys(scenario.nodes).length;
  }

  /** Per range on the engine, how many of its nodes run. */
  private async running(): Promise<Map<string, number>> {
    const all = await this.host.engine.containers.list([`${labelKeys.installation}=${this.installation}`]);
    const ranges = new Map<string, number>();
    for (const { labels, state } of all) {
      const range = labels[labelKeys.range];
      if (range !== undefined && state === 'running') ranges.set(range, (ranges.get(range) ?? 0) + 1);
    }
    return ranges;
  }

  private async sweep(): Promise<void> {
    const rows = await this.db.getRepository(RangeRow).findBy({ status: Not(In(goneFor)) });
    const known = new Set(rows.map(({ id }) => id));
    const swept = await sweep(this.host.engine, { installation: this.installation, known });
    const all = [...swept.containers, ...swept.networks];
    if (all.length) this.say('warn', `swept what belonged to no range: ${all.join(', ')}`);
  }

  /** Reconciles a range as soon as the engine says that one of its containers ended. */
  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        this.subscription = await this.host.engine.events(
          [`${labelKeys.installation}=${this.installation}`],
          ({ type, action, labels }) => {
            const range = labels[labelKeys.range];
            if (type === 'container' && action === 'die' && range) void this.wake(range);
          },
        );
        await this.subscription.ended;
      } catch (error) {
        this.say('warn', `the engine's events cannot be followed: ${(error as Error).message}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }

  private async wake(range: string): Promise<void> {
    try {
      const row = await this.db.getRepository(RangeRow).findOneBy({ id: range, status: 'ready' });
      if (row) await this.queues.send(this.name, 'reconcile', { exercise: row.exercise, range });
    } catch (error) {
      this.say('error', `waking range ${range}: ${(error as Error).message}`);
    }
  }
}
