import { Module } from '@nestjs/common';
import { PoolLog } from '#persistence';
import { DataSource } from 'typeorm';
import { PoolKeeper } from './pool-keeper.service.js';
import { PoolsController } from './pools.controller.js';

@Module({
  providers: [
    { provide: PoolLog, inject: [DataSource], useFactory: (db: DataSource) => new PoolLog(db) },
    PoolKeeper,
  ],
  controllers: [PoolsController],
})
export class PoolsModule {}
