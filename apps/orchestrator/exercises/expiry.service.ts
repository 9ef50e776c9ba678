import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ExerciseLog, RangeRow } from '#persistence';
import { DataSource, In, LessThanOrEqual, Not, Raw } from 'typeorm';

/** How often ranges whose time is over are looked for, in milliseconds. */
const lookEvery = 3_000;
/** Ranges ended in one look; the next look takes the others. */
const mostAtOnce = 200;

/** Takes down ranges whose time is over. Any number of orchestrators may do so: the log ends each range once. */
@Injectable()
export class ExpiryService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ExpiryService.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
  ) {}

  onModuleInit(): void {
    const look = () => {
      this.looking ??= this.look()
        .catch((error: Error) => this.logger.error(`ending ranges whose time is over: ${error.message}`))
        .finally(() => (this.looking = undefined));
    };
    look();
    this.timer = setInterval(look, lookEvery);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const now = Date.now();
    const due = await this.db.getRepository(RangeRow).find({
      where: {
        expiresAt: LessThanOrEqual(new Date(now)),
        exercise: Raw(
          (column) => `${column} NOT IN (SELECT id FROM exercises WHERE phase = 'paused' AND mode <> 'solo')`,
        ),
        status: Not(In(['stopping', 'gone', 'failed'])),
      },
      order: { expiresAt: 'ASC' },
      take: mostAtOnce,
    });
    const orders = due.map(({ id: range, exercise }) =>
      this.log.execute(exercise, { type: 'expire-range', actor: 'system', range, now }),
    );
    for (const [index, ended] of (await Promise.allSettled(orders)).entries()) {
      if (ended.status === 'rejected') {
        this.logger.error(`ending range ${due[index]!.id}, whose time is over: ${String(ended.reason)}`);
      }
    }
  }
}
