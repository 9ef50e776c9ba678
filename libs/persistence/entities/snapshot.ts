import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an exercise's log came to at a seq: a cache, from which it is folded on. Lost when the database crashes. */
@Entity('snapshots')
export class SnapshotRow {
  @PrimaryColumn('text') exercise!: string;
  /** What was folded. */
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('integer') seq!: number;
  /** By what it was folded; what another made is of no use. */
  @Column('text', { name: 'made_by' }) madeBy!: string;
  /** Its text, deflated. */
  @Column('bytea') body!: Buffer;
}
