import type { Queues } from '#messaging';
import { WarmRangeRow } from '#persistence';
import { In, type DataSource } from 'typeorm';
import type { Host, Say } from './host.js';
import { runningNodes } from './on-engine.js';
import type { WarmRanges } from './warm.js';

const lookEvery = 30_000;
const unsettled = ['placed', 'preparing', 'retiring'];

/** Keeps a host's unclaimed ranges ready: takes up what was left, and mends what broke while it waited. */
export class WarmUpkeep {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly host: Host,
    private readonly name: string,
    private readonly installation: string,
    private readonly db: DataSource,
    private readonly warm: WarmRanges,
    private readonly queues: Queues,
    private readonly say: Say,
  ) {}

  async start(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.say('error', `looking after warm ranges: ${(error as Error).message}`);
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.start(), lookEvery);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Looks at a range that stands ready, of which something has ended. */
  async wake(range: string): Promise<void> {
    const row = await this.rows().findOneBy({ id: range, status: 'ready', host: this.name });
    if (row) await this.send(row);
  }

  private async look(): Promise<void> {
    const own = await this.rows().findBy({ host: this.name, status: In([...unsettled, 'ready']) });
    if (own.length === 0) return;
    // What waits in the queue is not sent once more.
    if ((await this.queues.waiting(this.name, 'ranges')) > 0) return;
    const running = await runningNodes(this.host.engine, this.installation);
    for (const row of own) {
      const nodes = Object.keys(row.images ?? {}).length;
      const isWhole = this.warm.knows(row.id) && (running.get(row.id) ?? 0) >= nodes;
      if (row.status !== 'ready' || !isWhole) await this.send(row);
    }
  }

  private send({ pool, id }: WarmRangeRow): Promise<void> {
    return this.queues.send(this.name, 'warm', { pool, range: id });
  }

  private rows() {
    return this.db.getRepository(WarmRangeRow);
  }
}
