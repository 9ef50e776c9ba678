import { Column, Entity, PrimaryColumn } from 'typeorm';

export type Role = 'admin' | 'instructor' | 'author' | 'learner';

/** Someone who can sign in. Logs know them by `id` alone, so that erasing this row erases the person. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('text') id!: string;
  /** Lower case, unique. */
  @Column('text', { unique: true }) username!: string;
  @Column('text', { name: 'display_name' }) displayName!: string;
  @Column('text') role!: Role;
  /** argon2id; null for those who sign in by link only. */
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null;
  @Column('boolean', { default: false }) disabled!: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** Whatever proves who someone is: only its SHA-256 is kept. */
@Entity('credentials')
export class Credential {
  /** SHA-256 of the secret, hex. */
  @PrimaryColumn('text') hash!: string;
  /**
   * `session`: a browser's cookie. `token`: of the API. `sign-in`: a one-time link. `invitation`: a link that makes an
   * account. `ticket`: opens one socket.
   */
  @Column('text') kind!: 'session' | 'token' | 'sign-in' | 'invitation' | 'ticket';
  /** Whose it is; null for an invitation. */
  @Column('text', { nullable: true }) account!: string | null;
  /** A name for people (token), a role (invitation), or what the ticket opens. */
  @Column('jsonb') about!: Record<string, unknown>;
  /** How often it can still be used; null for any number of times. */
  @Column('integer', { name: 'uses_left', nullable: true }) usesLeft!: number | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
}
