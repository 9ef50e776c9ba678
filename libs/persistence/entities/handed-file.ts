import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A file that a team handed in, by its content: read from the log in the same transaction, so that its content is kept. */
@Entity('handed_files')
@Index('handed_files_sha256', ['sha256'])
export class HandedFileRow {
  @PrimaryColumn('text') exercise!: string;
  @PrimaryColumn('text') team!: string;
  @PrimaryColumn('text') task!: string;
  @PrimaryColumn('text') sha256!: string;
  /** When its content was erased; null: it was not. */
  @Column('timestamptz', { name: 'erased_at', nullable: true }) erasedAt!: Date | null;
}
