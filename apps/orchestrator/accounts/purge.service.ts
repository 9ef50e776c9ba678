import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { purgeCredentials } from '#auth';
import { DataSource } from 'typeorm';

const purgeEvery = 3_600_000;

/** Removes credentials that are of no use any more, at the start and every hour: every socket may have had a ticket. */
@Injectable()
export class PurgeService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(PurgeService.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: DataSource) {}

  onModuleInit(): void {
    this.purge();
    this.timer = setInterval(() => this.purge(), purgeEvery);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private purge(): void {
    purgeCredentials(this.db).catch((error: Error) =>
      this.logger.error(`removing expired credentials: ${error.message}`),
    );
  }
}
