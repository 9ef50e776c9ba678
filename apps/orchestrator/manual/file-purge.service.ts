import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HandedFiles } from '#persistence';
import { FileStore } from './file-store.js';

/** Wall milliseconds. */
const purgeEvery = 3_600_000;

/** Removes files from the disk that no log speaks of any more, at the start and every hour. */
@Injectable()
export class FilePurgeService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(FilePurgeService.name);
  private timer: NodeJS.Timeout | undefined;
  private purging: Promise<void> | undefined;

  constructor(
    private readonly store: FileStore,
    private readonly handed: HandedFiles,
  ) {}

  onModuleInit(): void {
    this.begin();
    this.timer = setInterval(() => this.begin(), purgeEvery);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.purging;
  }

  private begin(): void {
    this.purging ??= this.purge().finally(() => (this.purging = undefined));
  }

  private async purge(): Promise<void> {
    try {
      const removed = await this.store.purge((hashes) => this.handed.needed(hashes), Date.now());
      if (removed > 0) this.logger.log(`removed ${removed} files that nobody needs any more`);
    } catch (error) {
      this.logger.error(`removing files that nobody needs: ${(error as Error).message}`);
    }
  }
}
