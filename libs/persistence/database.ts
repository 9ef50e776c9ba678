import { DataSource } from 'typeorm';
import { EventRow, ExerciseRow, MemberRow, RangeRow, RosterRow } from './entities/exercise.js';
import { HandedFileRow } from './entities/handed-file.js';
import { HostRow, IdempotencyRow, SettingRow } from './entities/installation.js';
import { PackRow } from './entities/pack.js';
import { Account, Credential } from './entities/people.js';
import { PoolEventRow, PoolRow, WarmRangeRow } from './entities/pool.js';
import { SnapshotRow } from './entities/snapshot.js';
import { Foundation1764000000000 } from './migrations/1-foundation.js';
import { Pools1764000200000 } from './migrations/2-pools.js';
import { LaunchTimes1764000300000 } from './migrations/3-launch-times.js';
import { RangeExpiry1764000500000 } from './migrations/5-range-expiry.js';
import { PackOrigin1764000600000 } from './migrations/6-pack-origin.js';
import { Schedule1764000800000 } from './migrations/8-schedule.js';
import { HandedFiles1764000700000 } from './migrations/7-handed-files.js';
import { Rosters1764001100000 } from './migrations/11-rosters.js';
import { Upkeep1764001200000 } from './migrations/12-upkeep.js';
import { Snapshots1764001300000 } from './migrations/13-snapshots.js';

const entities = [
  Account,
  Credential,
  ExerciseRow,
  EventRow,
  MemberRow,
  RosterRow,
  RangeRow,
  PackRow,
  HostRow,
  SettingRow,
  IdempotencyRow,
  PoolRow,
  PoolEventRow,
  WarmRangeRow,
  HandedFileRow,
  SnapshotRow,
];

/**
 * Opens the database. The schema is changed by `migrate` only.
 * @param connections most connections at once; a range being worked on holds one for its lock
 */
export async function openDatabase(url: string, connections = 20): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations: [
      Foundation1764000000000,
      Pools1764000200000,
      LaunchTimes1764000300000,
      RangeExpiry1764000500000,
      PackOrigin1764000600000,
      HandedFiles1764000700000,
      Schedule1764000800000,
      Rosters1764001100000,
      Upkeep1764001200000,
      Snapshots1764001300000,
    ],
    migrationsTableName: 'migrations',
    poolSize: connections,
    applicationName: 'vocr',
    logging: false,
    // A connection that breaks while idle is taken out of the pool; the next query opens another.
    poolErrorHandler: (error: Error) => console.error(`database connection lost: ${error.message}`),
  });
  return source.initialize();
}

/** Brings a database's schema up to date; runs once even when several processes ask at the same time. */
export async function migrate(url: string): Promise<void> {
  const source = await openDatabase(url, 2);
  try {
    const lock = source.createQueryRunner();
    try {
      await lock.query(`SELECT pg_advisory_lock(hashtext('vocr.migrate'))`);
      await source.runMigrations({ transaction: 'all' });
    } finally {
      await lock.query(`SELECT pg_advisory_unlock(hashtext('vocr.migrate'))`);
      await lock.release();
    }
  } finally {
    await source.destroy();
  }
}
