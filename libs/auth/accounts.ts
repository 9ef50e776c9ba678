import { Account, type Role } from '#persistence';
import { QueryFailedError, type DataSource } from 'typeorm';
import { issueCredential, redeemCredential, type Database } from './credentials.js';
import { hashPassword, isPassword, passwordFault } from './passwords.js';
import { newId } from './secrets.js';

export const roles: readonly Role[] = ['admin', 'instructor', 'author', 'learner'];

/** Someone who is signed in. */
export interface Person {
  account: string;
  username: string;
  displayName: string;
  role: Role;
}

/** Why an account cannot be made or changed: an expected outcome. */
export interface AccountFault {
  type: 'username-taken' | 'username-invalid' | 'password-weak' | 'invitation-invalid';
  detail: string;
}

export type AccountResult = { ok: true; person: Person } | { ok: false; fault: AccountFault };

export interface NewAccount {
  username: string;
  displayName?: string;
  role: Role;
  /** Without one, the account signs in by link only. */
  password?: string;
}

const usernameForm = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/** A user name in the form that accounts have it, however it was typed. */
export const knownUsername = (typed: string): string => typed.trim().toLowerCase();

/** Makes an account. User names are lower case and unique. */
export async function createAccount(db: Database, wanted: NewAccount): Promise<AccountResult> {
  const username = knownUsername(wanted.username);
  if (!usernameForm.test(username)) {
    const detail =
      'A user name is 2 to 32 of a-z, 0-9, dot, dash and underscore, and starts with a letter or digit.';
    return { ok: false, fault: { type: 'username-invalid', detail } };
  }
  const weak = wanted.password === undefined ? undefined : passwordFault(wanted.password, username);
  if (weak) return { ok: false, fault: { type: 'password-weak', detail: weak } };
  const account = {
    id: newId(12),
    username,
    displayName: wanted.displayName?.trim() || username,
    role: wanted.role,
    passwordHash: wanted.password === undefined ? null : await hashPassword(wanted.password),
    disabled: false,
    createdAt: new Date(),
  };
  try {
    await db.getRepository(Account).insert(account);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: false, fault: { type: 'username-taken', detail: `The user name ${username} is taken.` } };
  }
  return { ok: true, person: personOf(account) };
}

/** The person behind a name and password, or undefined: nothing tells which of the two was wrong. */
export async function signInWithPassword(
  db: DataSource,
  username: string,
  password: string,
): Promise<Person | undefined> {
  const account = await db.getRepository(Account).findOneBy({ username: knownUsername(username) });
  const right = await isPassword(account?.passwordHash, password);
  return account && right && !account.disabled ? personOf(account) : undefined;
}

/** Sets an account's password. Returns why not, when it is too weak. */
export async function setPassword(
  db: DataSource,
  person: Person,
  password: string,
): Promise<AccountFault | undefined> {
  const weak = passwordFault(password, person.username);
  if (weak) return { type: 'password-weak', detail: weak };
  await db
    .getRepository(Account)
    .update({ id: person.account }, { passwordHash: await hashPassword(password) });
  return undefined;
}

/** Makes an account by an invitation, whose role it gets. A refused name or password does not use the invitation up. */
export async function acceptInvitation(
  db: DataSource,
  secret: string,
  wanted: Omit<NewAccount, 'role'>,
): Promise<AccountResult> {
  const accept = db.transaction(async (session): Promise<AccountResult> => {
    const invitation = await redeemCredential(session, 'invitation', secret);
    if (!invitation.ok) {
      const detail = `This invitation is ${invitation.why}: ask whoever sent it for another.`;
      return { ok: false, fault: { type: 'invitation-invalid', detail } };
    }
    const made = await createAccount(session, { ...wanted, role: invitation.about.role as Role });
    if (!made.ok) throw new RefusedInvitation(made);
    return made;
  });
  return accept.catch((error: unknown) => {
    if (error instanceof RefusedInvitation) return error.result;
    throw error;
  });
}

/** Rolls the use of an invitation back. */
class RefusedInvitation extends Error {
  constructor(readonly result: AccountResult) {
    super('the account could not be made');
  }
}

/** The person with this account, if it is there and not disabled. */
export async function findPerson(db: DataSource, account: string): Promise<Person | undefined> {
  const row = await db.getRepository(Account).findOneBy({ id: account, disabled: false });
  return row ? personOf(row) : undefined;
}

/** The person with this user name, if there is one and they are not disabled. */
export async function findByUsername(db: DataSource, username: string): Promise<Person | undefined> {
  const row = await db
    .getRepository(Account)
    .findOneBy({ username: knownUsername(username), disabled: false });
  return row ? personOf(row) : undefined;
}

/** The one-time secret that signs the first admin in; makes that account, named `admin`, when there is no admin yet. */
export async function issueAdminSignIn(db: DataSource): Promise<string> {
  const admin = await db
    .getRepository(Account)
    .findOne({ where: { role: 'admin', disabled: false }, order: { createdAt: 'ASC' } });
  if (admin) return issueCredential(db, { kind: 'sign-in', account: admin.id, uses: 1 });
  const made = await createAccount(db, { username: 'admin', role: 'admin' });
  if (!made.ok) throw new Error(`no first admin: ${made.fault.detail}`);
  return issueCredential(db, { kind: 'sign-in', account: made.person.account, uses: 1 });
}

const personOf = ({ id, username, displayName, role }: Account): Person => ({
  account: id,
  username,
  displayName,
  role,
});

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505';
