import { Module } from '@nestjs/common';
import { Drafts, ScenarioPacks, SignedPacks } from '#persistence';
import { DataSource } from 'typeorm';
import { CatalogueService } from './catalogue.service.js';
import { DraftPurgeService } from './draft-purge.service.js';
import { PacksController } from './packs.controller.js';
import { ScenariosController } from './scenarios.controller.js';

const opened = [DataSource, ScenarioPacks];

@Module({
  providers: [
    CatalogueService,
    DraftPurgeService,
    {
      provide: SignedPacks,
      inject: opened,
      useFactory: (db: DataSource, packs: ScenarioPacks) => new SignedPacks(db, packs),
    },
    {
      provide: Drafts,
      inject: opened,
      useFactory: (db: DataSource, packs: ScenarioPacks) => new Drafts(db, packs),
    },
  ],
  controllers: [ScenariosController, PacksController],
})
export class ScenariosModule {}
