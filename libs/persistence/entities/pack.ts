import type { Signature } from '#scenario';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A scenario's folder by content: what exercises pin, what the catalogue lists, and what authors try. */
@Entity('scenario_packs')
@Index('scenario_packs_scenario', ['scenario'])
export class PackRow {
  @PrimaryColumn('text') digest!: string;
  @Column('text') scenario!: string;
  @Column('text') version!: string;
  /** Path → base64 of every file. */
  @Column('jsonb') files!: Record<string, string>;
  /** Of `files` as it is kept. */
  @Column('integer') bytes!: number;
  /** In the catalogue; a pack that was replaced stays for the exercises that pin it. */
  @Column('boolean') listed!: boolean;
  @Column('timestamptz', { name: 'added_at' }) addedAt!: Date;
  /** The account that added it; null: the installation itself, from its folder of scenarios. */
  @Column('text', { name: 'added_by', nullable: true }) addedBy!: string | null;
  /** Fingerprint of the key that signed it; null: it came without a signature. */
  @Column('text', { nullable: true }) signer!: string | null;
  @Column('jsonb', { nullable: true }) signature!: Signature | null;
  /** When it was last kept, tried or in the catalogue; one that nobody uses for long is removed. */
  @Column('timestamptz', { name: 'used_at' }) usedAt!: Date;
  /** When and by whom it was taken out of the catalogue; null: it was not. */
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt!: Date | null;
  @Column('text', { name: 'removed_by', nullable: true }) removedBy!: string | null;
}
