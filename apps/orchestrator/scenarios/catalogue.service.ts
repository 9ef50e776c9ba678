import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#config';
import { ScenarioPacks, readFolder } from '#persistence';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG } from '../platform/tokens.js';

/** Puts the scenarios of the catalogue's folder into the database at start; one that is wrong is told of and left out. */
@Injectable()
export class CatalogueService implements OnModuleInit {
  private readonly logger = new Logger(CatalogueService.name);

  constructor(
    private readonly packs: ScenarioPacks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    const entries = await readdir(this.config.scenarios, { withFileTypes: true });
    for (const entry of entries.filter((e) => e.isDirectory())) {
      const folder = join(this.config.scenarios, entry.name);
      try {
        const { scenario, digest } = await this.packs.add(await readFolder(folder));
        this.logger.log(`scenario ${scenario.id}@${scenario.version} (${digest.slice(0, 19)})`);
      } catch (error) {
        this.logger.error(`scenario ${folder} is left out: ${(error as Error).message}`);
      }
    }
  }
}
