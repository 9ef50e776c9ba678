import { Together } from '#persistence';
import type { DataSource } from 'typeorm';
import type { Person } from './accounts.js';
import { hashOf } from './secrets.js';

/** Who holds a token or a session, or why nobody does. */
export type Holder = { ok: true; person: Person } | { ok: false; why: 'unknown' | 'expired' | 'disabled' };

/** What someone shows: the secret is known by its hash. */
interface Shown {
  kind: 'token' | 'session';
  hash: string;
}

interface Row extends Omit<Person, 'account'>, Shown {
  account: string | null;
  holds: boolean;
  disabled: boolean | null;
}

/**
 * Finds who shows a token or a session: in one question for all that are shown at the same time, and one that writes nothing,
 * for it is asked with every request. Nothing is kept of it, so that what was revoked is refused from then on. What can be used
 * a number of times only is redeemed instead.
 */
export class Holders {
  private readonly desk = new Together<Shown, Holder>((shown) => this.look(shown));

  constructor(private readonly db: DataSource) {}

  find(kind: 'token' | 'session', secret: string): Promise<Holder> {
    return this.desk.ask({ kind, hash: hashOf(secret) });
  }

  private async look(shown: Shown[]): Promise<Holder[]> {
    const rows = await this.db.query<Row[]>(
      `SELECT c.hash, c.kind, a.id AS account, a.username, a.display_name AS "displayName", a.role, a.disabled,
         (c.uses_left IS NULL OR c.uses_left > 0) AND (c.expires_at IS NULL OR c.expires_at > now()) AS holds
       FROM credentials c LEFT JOIN accounts a ON a.id = c.account
       WHERE c.hash = ANY($1::text[])`,
      [shown.map(({ hash }) => hash)],
    );
    const found = new Map(rows.map((row) => [row.hash, row]));
    return shown.map(({ kind, hash }) => {
      const row = found.get(hash);
      return row?.kind === kind ? holderOf(row) : { ok: false, why: 'unknown' };
    });
  }
}

function holderOf({ account, username, displayName, role, disabled, holds }: Row): Holder {
  if (!holds) return { ok: false, why: 'expired' };
  return account === null || disabled
    ? { ok: false, why: 'disabled' }
    : { ok: true, person: { account, username, displayName, role } };
}
