import { Module } from '@nestjs/common';
import type { Config } from '#config';
import { HandedFiles } from '#persistence';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ExercisesModule } from '../exercises/exercises.module.js';
import { CONFIG } from '../platform/tokens.js';
import { FilePurgeService } from './file-purge.service.js';
import { FileStore } from './file-store.js';
import { GradingController } from './grading.controller.js';
import { HandInsController } from './hand-ins.controller.js';
import { HandInsService } from './hand-ins.service.js';

/** Tasks that people grade: what is handed in, and its grades. */
@Module({
  imports: [ExercisesModule],
  providers: [
    {
      provide: FileStore,
      inject: [CONFIG],
      // Orchestrators of one machine share this folder; those of several need it to be one for all.
      useFactory: ({ data }: Config) => new FileStore(join(data, 'files')),
    },
    { provide: HandedFiles, inject: [DataSource], useFactory: (db: DataSource) => new HandedFiles(db) },
    HandInsService,
    FilePurgeService,
  ],
  controllers: [HandInsController, GradingController],
})
export class ManualModule {}
