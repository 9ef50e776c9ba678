import { createAccount, findByUsername, issueAdminSignIn, issueCredential, roles } from '#auth';
import { openDatabase } from '#persistence';
import type { Role } from '#persistence';
import { messageOf, Problem } from '../reporting/problem.js';

/** A link that signs the first admin in, once, within 15 minutes. The secret is in the fragment: no server ever logs it. */
export async function issueAdminLink(databaseUrl: string, publicUrl: string): Promise<string> {
  return withDatabase(databaseUrl, async (db) => `${publicUrl}/sign-in#${await issueAdminSignIn(db)}`);
}

/**
 * A link that signs an account in, once, within 15 minutes, and leads to a page of the console.
 * @param page path within the console
 * @throws Problem when there is no such account
 */
export async function issueSignInLink(
  databaseUrl: string,
  user: string,
  publicUrl: string,
  page: string,
): Promise<string> {
  return withDatabase(databaseUrl, async (db) => {
    const there = await findByUsername(db, user);
    if (!there) throw new Problem(`There is no account ${user}.`);
    const secret = await issueCredential(db, { kind: 'sign-in', account: there.account, uses: 1 });
    return `${publicUrl}/sign-in?next=${encodeURIComponent(page)}#${secret}`;
  });
}

/** Whose token it is to be. */
export interface TokenWish {
  user: string;
  /** Role of an account that is made for the token; that of an account which is there stays what it is. */
  role: string | undefined;
}

/**
 * Issues an API token; makes the account when there is none of that name.
 * @throws Problem for a role or a name that cannot be
 */
export async function issueToken(databaseUrl: string, wish: TokenWish): Promise<string> {
  // A mistyped name must not make an admin.
  const role = wish.role ?? (wish.user === 'admin' ? 'admin' : 'learner');
  if (!isRole(role)) {
    throw new Problem(`There is no role ${role}.`, { mend: `use one of ${roles.join(', ')}` });
  }
  return withDatabase(databaseUrl, async (db) => {
    const there = await findByUsername(db, wish.user);
    if (there && wish.role && there.role !== wish.role) {
      throw new Problem(`The account ${there.username} has the role ${there.role}, not ${wish.role}.`, {
        mend: 'leave --role out, or name another --user',
      });
    }
    const person = there ?? (await makeAccount(db, wish.user, role));
    return issueCredential(db, { kind: 'token', account: person.account });
  });
}

type Database = Awaited<ReturnType<typeof openDatabase>>;

async function makeAccount(db: Database, username: string, role: Role) {
  const made = await createAccount(db, { username, role });
  if (!made.ok) throw new Problem(made.fault.detail);
  return made.person;
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url, 1).catch((error: unknown) => {
    throw new Problem(`The database does not answer: ${messageOf(error)}`, {
      mend: 'start VOCR first: npm start',
      cause: error,
    });
  });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const isRole = (name: string): name is Role => (roles as readonly string[]).includes(name);
