import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row an exercise: the lock that serialises its commands, its key, and what lists need. */
@Entity('exercises')
export class ExerciseRow {
  @PrimaryColumn('text') id!: string;
  /** Seq of the last event. */
  @Column('integer') head!: number;
  /** 256 random bits that the secret variables are made from; never in the log. */
  @Column('bytea') key!: Buffer;
  @Column('text') owner!: string;
  @Column('text') mode!: string;
  @Column('text') phase!: string;
  @Column('text', { name: 'scenario_digest' }) scenarioDigest!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** When it starts by itself; null: it does not. */
  @Column('timestamptz', { name: 'opens_at', nullable: true }) opensAt!: Date | null;
  /** When it finishes by itself; null: it does not. */
  @Column('timestamptz', { name: 'closes_at', nullable: true }) closesAt!: Date | null;
}

/** The log. Rows are only ever added. */
@Entity('events')
// Of some types of events only, which TypeORM has no word for.
@Index('events_upkeep', { synchronize: false })
@Index('events_unclear', { synchronize: false })
export class EventRow {
  @PrimaryColumn('text') exercise!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('bigint') at!: string;
  @Column('bigint') clock!: string;
  @Column('text') type!: string;
  @Column('smallint') v!: number;
  @Column('text') actor!: string;
  @Column('text', { nullable: true }) team!: string | null;
  @Column('text', { nullable: true }) range!: string | null;
  @Column('jsonb') payload!: unknown;
}

/** Who plays where: read from the log in the same transaction, for lists. */
@Entity('members')
export class MemberRow {
  @PrimaryColumn('text') exercise!: string;
  @Index('members_account')
  @PrimaryColumn('text')
  account!: string;
  @Column('text') team!: string;
}

/** Who may join where: read from the log in the same transaction, for lists. */
@Entity('rosters')
export class RosterRow {
  @PrimaryColumn('text') exercise!: string;
  @Index('rosters_account')
  @PrimaryColumn('text')
  account!: string;
}

/** Where each range stands: read from the log in the same transaction, so that hosts find their work. */
@Entity('ranges')
@Index('ranges_unsettled', ['status'])
export class RangeRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') exercise!: string;
  @Column('text') team!: string;
  @Column('text', { nullable: true }) host!: string | null;
  @Column('text') status!: string;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  /** When it was last given a host to be built on; null before, and for one that was built ahead. */
  @Column('timestamptz', { name: 'placed_at', nullable: true }) placedAt!: Date | null;
  /** When a worker last began to build it. */
  @Column('timestamptz', { name: 'begun_at', nullable: true }) begunAt!: Date | null;
  /** When it was first ready after that. */
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt!: Date | null;
  /** When its time is over; null: never. */
  @Index('ranges_expiry')
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
