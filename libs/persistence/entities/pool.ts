import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row a pool of warm ranges: the lock that serialises its log, and what claims look for. */
@Entity('pools')
export class PoolRow {
  @PrimaryColumn('text') id!: string;
  /** Seq of the last event. */
  @Column('integer') head!: number;
  @Index('pools_scenario')
  @Column('text', { name: 'scenario_digest' })
  scenarioDigest!: string;
  @Column('text') phase!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** The pools' logs. Rows are only ever added. */
@Entity('pool_events')
export class PoolEventRow {
  @PrimaryColumn('text') pool!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('bigint') at!: string;
  @Column('text') type!: string;
  @Column('text') actor!: string;
  @Column('text', { nullable: true }) range!: string | null;
  @Column('jsonb') payload!: unknown;
}

/** Where each warm range stands: read from the pools' logs in the same transaction. Who claims one locks its row. */
@Entity('warm_ranges')
@Index('warm_ranges_pool', ['pool', 'status'])
export class WarmRangeRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') pool!: string;
  @Column('text', { nullable: true }) host!: string | null;
  /** `requested`, `placed`, `preparing`, `ready`, `retiring`, `claimed`, `failed` or `gone`. */
  @Column('text') status!: string;
  /** Nodes that run already; null until it was ready once. */
  @Column('jsonb', { nullable: true }) nodes!: string[] | null;
  /** Image id by node. */
  @Column('jsonb', { nullable: true }) images!: Record<string, string> | null;
  /** The exercise whose it is now. */
  @Column('text', { name: 'claimed_by', nullable: true }) claimedBy!: string | null;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
}
