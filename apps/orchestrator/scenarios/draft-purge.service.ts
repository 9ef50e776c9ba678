import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Drafts } from '#persistence';

const purgeEvery = 3_600_000;

/** Removes drafts that nobody uses any more, at the start and every hour. */
@Injectable()
export class DraftPurgeService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('drafts');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly drafts: Drafts) {}

  onModuleInit(): void {
    void this.purge();
    this.timer = setInterval(() => void this.purge(), purgeEvery);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async purge(): Promise<void> {
    try {
      const count = await this.drafts.purge();
      if (count > 0) this.logger.log(`removed ${count} drafts that nobody uses`);
    } catch (error) {
      this.logger.error(`removing unused drafts: ${(error as Error).message}`);
    }
  }
}
