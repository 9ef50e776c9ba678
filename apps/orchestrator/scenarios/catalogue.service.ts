import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#config';
import { CatalogueRefusal, InvalidScenario, ScenarioPacks, readFolder, type LeftOut } from '#persistence';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG } from '../platform/tokens.js';

/** Puts the scenarios of the catalogue's folder into the database at start; one that is wrong is told of and left out. */
@Injectable()
export class CatalogueService implements OnModuleInit {
  private readonly logger = new Logger(CatalogueService.name);
  private readonly refused: LeftOut[] = [];

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
        const { message } = error as Error;
        this.logger.error(`scenario ${folder} is left out: ${message}`);
        // What the folder's author can mend is told to authors; the rest may name what is no matter of theirs.
        const isTheirs = error instanceof InvalidScenario || error instanceof CatalogueRefusal;
        this.refused.push({ what: entry.name, why: isTheirs ? message : 'see the log of the server' });
      }
    }
  }

  /** The folders that were left out at the start. */
  leftOut(): readonly LeftOut[] {
    return this.refused;
  }
}
