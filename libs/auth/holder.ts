import type { DataSource } from 'typeorm';
import type { Person } from './accounts.js';
import { hashOf } from './secrets.js';

/** Who holds a token or a session, or why nobody does. */
export type Holder = { ok: true; person: Person } | { ok: false; why: 'unknown' | 'expired' | 'disabled' };

interface Row extends Omit<Person, 'account'> {
  account: string | null;
  holds: boolean;
  disabled: boolean | null;
}

/**
 * Finds who shows a token or a session: in one question that writes nothing, for it is asked with every request. What can be
 * used a number of times only is redeemed instead.
 */
export async function findHolder(db: DataSource, kind: 'token' | 'session', secret: string): Promise<Holder> {
  const [row] = await db.query<Row[]>(
    `SELECT a.id AS account, a.username, a.display_name AS "displayName", a.role, a.disabled,
       (c.uses_left IS NULL OR c.uses_left > 0) AND (c.expires_at IS NULL OR c.expires_at > now()) AS holds
     FROM credentials c LEFT JOIN accounts a ON a.id = c.account
     WHERE c.hash = $1 AND c.kind = $2`,
    [hashOf(secret), kind],
  );
  if (!row) return { ok: false, why: 'unknown' };
  const { holds, disabled, account, ...who } = row;
  if (!holds) return { ok: false, why: 'expired' };
  return account === null || disabled
    ? { ok: false, why: 'disabled' }
    : { ok: true, person: { account, ...who } };
}
