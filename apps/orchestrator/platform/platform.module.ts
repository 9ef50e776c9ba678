import { Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { readConfig, type Config } from '#config';
import type { ExerciseEvent } from '#exercise';
import { WakeUp, openQueues, type Queues } from '#messaging';
import {
  type AppendedListener,
  ExerciseLog,
  KeptFolds,
  ScenarioPacks,
  Snapshots,
  loadPolicy,
  openDatabase,
  readSettings,
  stateFold,
  type Settings,
} from '#persistence';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { DispatchService } from './dispatch.service.js';
import { APPENDED, CONFIG, QUEUES, SETTINGS } from './tokens.js';

const logger = new Logger('platform');
const report = (error: Error, about: string) => logger.error(`${about}: ${error.message}`);

/** What every module leans on: the database, the logs, the queues and the wake-ups, opened once. */
@Global()
@Module({
  providers: [
    { provide: CONFIG, useFactory: () => readConfig(process.env) },
    {
      provide: DataSource,
      inject: [CONFIG],
      useFactory: ({ databaseUrl }: Config) => {
        if (!databaseUrl)
          throw new Error('DATABASE_URL is not set: `vocr up` sets it to a PostgreSQL of its own');
        return openDatabase(databaseUrl);
      },
    },
    { provide: SETTINGS, inject: [DataSource], useFactory: readSettings },
    {
      provide: ScenarioPacks,
      inject: [DataSource, CONFIG],
      useFactory: async (db: DataSource, { policy }: Config) =>
        new ScenarioPacks(db, await loadPolicy(policy), (line) => logger.error(line)),
    },
    {
      provide: WakeUp,
      inject: [CONFIG],
      useFactory: ({ databaseUrl }: Config) => new WakeUp(databaseUrl!, (error) => report(error, 'wake-ups')),
    },
    {
      provide: QUEUES,
      inject: [CONFIG, SETTINGS],
      useFactory: ({ databaseUrl, redisUrl }: Config, { installation }: Settings) =>
        openQueues({ databaseUrl: databaseUrl!, redisUrl }, `vocr-${installation}`, report),
    },
    {
      provide: KeptFolds,
      inject: [DataSource],
      useFactory: (db: DataSource) =>
        new KeptFolds(db, new Snapshots(db, (error) => report(error, 'snapshots'))),
    },
    {
      provide: ExerciseLog,
      inject: [DataSource, ScenarioPacks, WakeUp, APPENDED, KeptFolds],
      useFactory: (
        db: DataSource,
        packs: ScenarioPacks,
        wakeUp: WakeUp,
        appended: Subject<ExerciseEvent[]>,
        folds: KeptFolds,
      ) => {
        const tell: AppendedListener = (exercise, events, state) => {
          wakeUp.announce(exercise, state.seq);
          appended.next(events);
        };
        return new ExerciseLog(db, packs, tell, Date.now, (exercise) => folds.begin(stateFold(exercise)));
      },
    },
    { provide: APPENDED, useFactory: () => new Subject<ExerciseEvent[]>() },
    DispatchService,
  ],
  exports: [
    CONFIG,
    SETTINGS,
    QUEUES,
    APPENDED,
    DataSource,
    ScenarioPacks,
    WakeUp,
    ExerciseLog,
    KeptFolds,
    DispatchService,
  ],
})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(QUEUES) private readonly queues: Queues,
    private readonly wakeUp: WakeUp,
    private readonly db: DataSource,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.wakeUp.close();
    await this.db.destroy();
  }
}
