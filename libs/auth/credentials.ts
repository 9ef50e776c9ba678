import { Credential } from '#persistence';
import { In, Not, type DataSource, type EntityManager } from 'typeorm';
import { hashOf, newSecret } from './secrets.js';

/** A database, or a transaction in it. */
export type Database = DataSource | EntityManager;

export type CredentialKind = Credential['kind'];

/** How long each kind holds, in seconds; undefined: until it is revoked. */
const lifetime: Record<CredentialKind, number | undefined> = {
  session: 14 * 24 * 3600,
  token: undefined,
  'sign-in': 15 * 60,
  invitation: 14 * 24 * 3600,
  ticket: 30,
};

interface Issue {
  kind: CredentialKind;
  account?: string;
  about?: Record<string, unknown>;
  /** How often it can be used; without it any number of times. */
  uses?: number;
  /** Seconds; without it the kind's own. */
  lifetime?: number;
}

/** Issues a credential and returns its secret, which is shown once and kept nowhere. */
export async function issueCredential(db: Database, issue: Issue): Promise<string> {
  const secret = newSecret();
  const seconds = issue.lifetime ?? lifetime[issue.kind];
  await db.getRepository(Credential).insert({
    hash: hashOf(secret),
    kind: issue.kind,
    account: issue.account ?? null,
    about: (issue.about ?? {}) as never,
    usesLeft: issue.uses ?? null,
    createdAt: new Date(),
    expiresAt: seconds === undefined ? null : new Date(Date.now() + seconds * 1000),
  });
  return secret;
}

/** What became of a credential that was shown. */
export type Redeemed =
  | { ok: true; account: string | null; about: Record<string, unknown> }
  | { ok: false; why: 'unknown' | 'expired' };

/** Takes one use of a credential, in one statement, so that two who come at once cannot both have the last. */
export async function redeemCredential(
  db: Database,
  kind: CredentialKind,
  secret: string,
): Promise<Redeemed> {
  const hash = hashOf(secret);
  const [rows] = await db.query<[Pick<Credential, 'account' | 'about'>[], number]>(
    `UPDATE credentials SET uses_left = uses_left - 1
     WHERE hash = $1 AND kind = $2 AND (uses_left IS NULL OR uses_left > 0) AND (expires_at IS NULL OR expires_at > now())
     RETURNING account, about`,
    [hash, kind],
  );
  if (rows[0]) return { ok: true, ...rows[0] };
  const known = await db.getRepository(Credential).existsBy({ hash, kind });
  return { ok: false, why: known ? 'expired' : 'unknown' };
}

/** Ends a credential by its secret; one that is not there is no error. */
export async function revokeCredential(db: Database, kind: CredentialKind, secret: string): Promise<void> {
  await db.getRepository(Credential).delete({ kind, hash: hashOf(secret) });
}

/**
 * Ends an account's sessions and links of sign-in: who has been using them no longer can. API tokens stay.
 * @param but secret of a session that goes on
 */
export async function endSessions(db: Database, account: string, but?: string): Promise<void> {
  await db.getRepository(Credential).delete({
    account,
    kind: In(['session', 'sign-in']),
    ...(but === undefined ? {} : { hash: Not(hashOf(but)) }),
  });
}

/** Removes what has been expired for a day: until then a holder is told "expired", not "unknown". */
export async function purgeCredentials(db: Database): Promise<void> {
  await db.query(
    `DELETE FROM credentials WHERE expires_at < now() - interval '1 day'
     OR (uses_left = 0 AND created_at < now() - interval '15 days') OR (kind = 'ticket' AND expires_at < now())`,
  );
}
