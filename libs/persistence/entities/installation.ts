import type { LinkSupport } from '#scenario';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A Docker host and what its worker last said of it. */
@Entity('hosts')
export class HostRow {
  @PrimaryColumn('text') name!: string;
  @Column('timestamptz', { name: 'seen_at' }) seenAt!: Date;
  @Column('jsonb') status!: HostStatus;
}

/** A worker's word on its host. */
export interface HostStatus {
  docker: { ok: boolean; detail: string };
  isolation: { ok: boolean; detail: string };
  /** Building images and the like; absent once nothing is left to prepare. */
  preparing?: string;
  /** What the host has; absent until it was measured once. */
  capacity?: HostCapacity;
  /** Which links of networks its kernel can make; absent until it was tried. */
  links?: LinkSupport;
}

/** What a host has for ranges, as its worker measured it. */
export interface HostCapacity {
  /** Bytes; available is what the kernel would give out without swapping. */
  memory: { total: number; available: number };
  cpus: number;
  /** Bytes of the file system that holds the engine's data. */
  disk: { total: number; free: number };
  /** Smallest subnets of the pool, and how many of them the engine or the host's routes have taken. */
  networks: { total: number; used: number };
  /** Ranges that its worker works on at once. */
  slots: number;
}

/** Settings of the installation: its id, its secret, what admins can change. */
@Entity('settings')
export class SettingRow {
  @PrimaryColumn('text') name!: string;
  @Column('jsonb') value!: unknown;
}

/** The answer that was given to a POST with an Idempotency-Key, kept 24 hours. */
@Entity('idempotency')
export class IdempotencyRow {
  @PrimaryColumn('text') account!: string;
  @PrimaryColumn('text') route!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text', { name: 'body_hash' }) bodyHash!: string;
  /** Null while the first request is still at work. */
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('jsonb', { nullable: true }) body!: unknown;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
