import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#config';
import { ExerciseLog, type Outcome } from '#persistence';
import { DataSource } from 'typeorm';
import { CONFIG } from '../platform/tokens.js';

/** How often exercises that are to open or close by now are looked for, in milliseconds. */
const lookEvery = 1_000;
/** Of either, in one look; the next look takes the others. */
const mostAtOnce = 100;

/** Opens and closes exercises at their time. Any number of orchestrators may do so: the log does either once. */
@Injectable()
export class ScheduleService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ScheduleService.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: Error) => this.logger.error(`opening and closing exercises: ${error.message}`))
        .finally(() => (this.looking = undefined));
    }, lookEvery);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Opens and closes what is due at wall time `now`, milliseconds since 1970. */
  async look(now = Date.now()): Promise<void> {
    const opening = await this.due(`phase = 'scheduled' AND opens_at <= $1 ORDER BY opens_at`, now);
    const { rangeLifetime: lifetime } = this.config;
    await this.each(opening, 'open', (id) =>
      this.log.execute(id, { type: 'open', actor: 'system', now, lifetime }),
    );
    const closing = await this.due(
      `phase IN ('draft', 'scheduled', 'running') AND closes_at <= $1 ORDER BY closes_at`,
      now,
    );
    await this.each(closing, 'close', (id) => this.log.execute(id, { type: 'close', actor: 'system', now }));
  }

  private async due(which: string, now: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }[]>(
      `SELECT id FROM exercises WHERE ${which} LIMIT ${mostAtOnce}`,
      [new Date(now)],
    );
    return rows.map(({ id }) => id);
  }

  private async each(ids: string[], what: string, does: (id: string) => Promise<Outcome>): Promise<void> {
    for (const [index, done] of (await Promise.allSettled(ids.map(does))).entries()) {
      const why =
        done.status === 'rejected' ? String(done.reason) : !done.value.ok && done.value.refusal.detail;
      if (why) this.logger.error(`exercise ${ids[index]} was to ${what} by now, and did not: ${why}`);
    }
  }
}
