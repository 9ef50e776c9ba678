import {
  acceptInvitation,
  createAccount,
  findByUsername,
  findPerson,
  hashOf,
  Holders,
  issueAdminSignIn,
  issueCredential,
  purgeCredentials,
  redeemCredential,
  revokeCredential,
  setPassword,
  signInWithPassword,
  type CredentialKind,
  type Person,
} from '#auth';
import { Account, Credential, openDatabase } from '#persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let database: FreshDatabase;
let db: DataSource;
let anna: Person;
const password = 'a long enough secret';

beforeAll(async () => {
  database = await freshDatabase();
  db = await openDatabase(database.url);
  anna = await made('anna', password);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function made(username: string, secret?: string): Promise<Person> {
  const result = await createAccount(db, { username, role: 'learner', password: secret });
  if (!result.ok) throw new Error(result.fault.detail);
  return result.person;
}

/** Lets a credential's time run out, this long ago. */
const expire = (secret: string, ago: string) =>
  db.query(`UPDATE credentials SET expires_at = now() - $2::interval WHERE hash = $1`, [hashOf(secret), ago]);
const isKept = (secret: string) => db.getRepository(Credential).existsBy({ hash: hashOf(secret) });
const usesLeft = async (secret: string) =>
  (await db.getRepository(Credential).findOneByOrFail({ hash: hashOf(secret) })).usesLeft;

describe('an account', () => {
  it('signs in with its password, however its name is typed, and not with another', async () => {
    expect(await signInWithPassword(db, ' ANNA ', password)).toEqual(anna);
    expect(await signInWithPassword(db, 'anna', `${password}!`)).toBeUndefined();
    expect(await signInWithPassword(db, 'nobody', password)).toBeUndefined();
  });

  it('keeps neither its password nor anything that tells it', async () => {
    const row = await db.getRepository(Account).findOneByOrFail({ id: anna.account });
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(row)).not.toContain(password);
  });

  it('without a password signs in by none', async () => {
    await made('linkonly');
    for (const tried of ['', 'null', 'nobody has this one']) {
      expect(await signInWithPassword(db, 'linkonly', tried)).toBeUndefined();
    }
  });

  it('changes its password, but not to a weak one', async () => {
    const bob = await made('bobby', password);
    expect(await setPassword(db, bob, 'short')).toMatchObject({ type: 'password-weak' });
    expect(await signInWithPassword(db, 'bobby', password)).toEqual(bob);
    expect(await setPassword(db, bob, 'quite another secret')).toBeUndefined();
    expect(await signInWithPassword(db, 'bobby', password)).toBeUndefined();
    expect(await signInWithPassword(db, 'bobby', 'quite another secret')).toEqual(bob);
  });

  it('that is disabled is found by no way', async () => {
    const cho = await made('cho.x', password);
    await db.getRepository(Account).update({ id: cho.account }, { disabled: true });
    expect(await signInWithPassword(db, 'cho.x', password)).toBeUndefined();
    expect(await findPerson(db, cho.account)).toBeUndefined();
    expect(await findByUsername(db, 'cho.x')).toBeUndefined();
  });

  it.each([
    ['a', 'username-invalid'],
    ['x'.repeat(33), 'username-invalid'],
    ['with space', 'username-invalid'],
    ['.dot', 'username-invalid'],
    ['đào', 'username-invalid'],
    ['nul\0', 'username-invalid'],
    ["x'; DROP TABLE accounts; --", 'username-invalid'],
    ['anna', 'username-taken'],
    ['ANNA', 'username-taken'],
  ])('named %j is refused: %s', async (username, type) => {
    const result = await createAccount(db, { username, role: 'learner', password });
    expect(result).toEqual({ ok: false, fault: { type, detail: expect.stringMatching(/\w+ \w+/) } });
  });

  it('is made once when twenty want the same name at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () => createAccount(db, { username: 'popular', role: 'learner' })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of all) if (!result.ok) expect(result.fault.type).toBe('username-taken');
  });
});

describe('a credential', () => {
  it('is kept as its hash only', async () => {
    const secret = await issueCredential(db, { kind: 'token', account: anna.account });
    const rows = await db.getRepository(Credential).find();
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await isKept(secret)).toBe(true);
  });

  it('of one use is used once, even when twenty come at once', async () => {
    const secret = await issueCredential(db, { kind: 'sign-in', account: anna.account, uses: 1 });
    const all = await Promise.all(Array.from({ length: 20 }, () => redeemCredential(db, 'sign-in', secret)));
    expect(all.filter(({ ok }) => ok)).toEqual([{ ok: true, account: anna.account, about: {} }]);
    expect(all.filter(({ ok }) => !ok)).toEqual(Array(19).fill({ ok: false, why: 'expired' }));
  });

  it('without a number of uses is used any number of times, until it is revoked', async () => {
    const secret = await issueCredential(db, { kind: 'session', account: anna.account });
    for (let n = 0; n < 3; n++) expect((await redeemCredential(db, 'session', secret)).ok).toBe(true);
    await revokeCredential(db, 'token', secret);
    expect((await redeemCredential(db, 'session', secret)).ok).toBe(true);
    await revokeCredential(db, 'session', secret);
    expect(await redeemCredential(db, 'session', secret)).toEqual({ ok: false, why: 'unknown' });
    await revokeCredential(db, 'session', secret);
  });

  it('whose time is up is told from one that never was', async () => {
    const secret = await issueCredential(db, { kind: 'token', account: anna.account, lifetime: 60 });
    expect((await redeemCredential(db, 'token', secret)).ok).toBe(true);
    await expire(secret, '1 second');
    expect(await redeemCredential(db, 'token', secret)).toEqual({ ok: false, why: 'expired' });
    expect(await redeemCredential(db, 'token', 'made-up')).toEqual({ ok: false, why: 'unknown' });
  });

  it('that is a token or a session is known by its holder, as long as both hold', async () => {
    const dora = await made('dora', password);
    const token = await issueCredential(db, { kind: 'token', account: dora.account, lifetime: 60 });
    const session = await issueCredential(db, { kind: 'session', account: dora.account });
    expect(await new Holders(db).find('token', token)).toEqual({ ok: true, person: dora });
    expect(await new Holders(db).find('session', session)).toEqual({ ok: true, person: dora });
    expect(await new Holders(db).find('session', token)).toEqual({ ok: false, why: 'unknown' });
    await expire(token, '1 second');
    expect(await new Holders(db).find('token', token)).toEqual({ ok: false, why: 'expired' });
    await db.getRepository(Account).update({ id: dora.account }, { disabled: true });
    expect(await new Holders(db).find('session', session)).toEqual({ ok: false, why: 'disabled' });
  });

  it('of one kind opens nothing of another', async () => {
    const kinds: CredentialKind[] = ['session', 'token', 'sign-in', 'invitation', 'ticket'];
    for (const kind of kinds) {
      const secret = await issueCredential(db, { kind, account: anna.account, uses: 1 });
      for (const another of kinds.filter((k) => k !== kind)) {
        expect(await redeemCredential(db, another, secret)).toEqual({ ok: false, why: 'unknown' });
      }
      expect((await redeemCredential(db, kind, secret)).ok).toBe(true);
    }
  });

  it('carries what it is about', async () => {
    const about = { for: 'stream', exercise: 'e1' };
    const secret = await issueCredential(db, { kind: 'ticket', account: anna.account, about });
    expect(await redeemCredential(db, 'ticket', secret)).toEqual({ ok: true, account: anna.account, about });
  });

  it('holds as long as its kind', async () => {
    const seconds = async (kind: CredentialKind) => {
      const secret = await issueCredential(db, { kind });
      const row = await db.getRepository(Credential).findOneByOrFail({ hash: hashOf(secret) });
      return row.expiresAt && Math.round((row.expiresAt.getTime() - row.createdAt.getTime()) / 1000);
    };
    expect(await seconds('ticket')).toBe(30);
    expect(await seconds('sign-in')).toBe(15 * 60);
    expect(await seconds('session')).toBe(14 * 24 * 3600);
    expect(await seconds('invitation')).toBe(14 * 24 * 3600);
    expect(await seconds('token')).toBeNull();
  });
});

describe('purging', () => {
  it('removes what nobody needs to be told about any more, and nothing that holds', async () => {
    const issue = (kind: CredentialKind, uses?: number) => issueCredential(db, { kind, uses });
    const [holds, lately, long, ticket, used, usedLong] = [
      await issue('token'),
      await issue('session'),
      await issue('session'),
      await issue('ticket', 1),
      await issue('sign-in', 1),
      await issue('invitation', 1),
    ];
    await expire(lately, '23 hours');
    await expire(long, '25 hours');
    await expire(ticket, '1 second');
    for (const [kind, secret] of [['sign-in', used] as const, ['invitation', usedLong] as const]) {
      expect((await redeemCredential(db, kind, secret)).ok).toBe(true);
    }
    await db.query(`UPDATE credentials SET created_at = now() - interval '16 days' WHERE hash = $1`, [
      hashOf(usedLong),
    ]);
    await purgeCredentials(db);
    const kept = await Promise.all([holds, lately, long, ticket, used, usedLong].map(isKept));
    expect(kept).toEqual([true, true, false, false, true, false]);
  });
});

describe('an invitation', () => {
  const invite = (uses: number) =>
    issueCredential(db, { kind: 'invitation', about: { role: 'instructor' }, uses });

  it('makes accounts of its role, as many as it has uses', async () => {
    const secret = await invite(3);
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        acceptInvitation(db, secret, { username: `guest${n}`, displayName: ' Khách ', password }),
      ),
    );
    const taken = all.filter((result) => result.ok);
    expect(taken.map(({ person }) => [person.role, person.displayName])).toEqual(
      Array(3).fill(['instructor', 'Khách']),
    );
    for (const result of all) if (!result.ok) expect(result.fault.type).toBe('invitation-invalid');
    expect(await db.getRepository(Account).countBy({ displayName: 'Khách' })).toBe(3);
  });

  it('is not used up by a name that is taken or wrong, or a weak password', async () => {
    const secret = await invite(1);
    const wrong = [
      [{ username: 'anna', password }, 'username-taken'],
      [{ username: '!', password }, 'username-invalid'],
      [{ username: 'late-guest', password: 'short' }, 'password-weak'],
    ] as const;
    for (const [wanted, type] of wrong) {
      expect(await acceptInvitation(db, secret, wanted)).toMatchObject({ ok: false, fault: { type } });
      expect(await usesLeft(secret)).toBe(1);
    }
    expect(await acceptInvitation(db, secret, { username: 'late-guest', password })).toMatchObject({
      ok: true,
    });
    expect(await usesLeft(secret)).toBe(0);
  });

  it('says whether it is expired or unknown', async () => {
    const secret = await invite(1);
    await expire(secret, '1 minute');
    const detailOf = async (shown: string) => {
      const result = await acceptInvitation(db, shown, { username: 'nope', password });
      return result.ok ? '' : result.fault.detail;
    };
    expect(await detailOf(secret)).toMatch(/expired/);
    expect(await detailOf('made-up')).toMatch(/unknown/);
    expect(await findByUsername(db, 'nope')).toBeUndefined();
  });
});

describe('the first admin', () => {
  it('is made once, and signs in by a new link each time', async () => {
    const first = await issueAdminSignIn(db);
    const second = await issueAdminSignIn(db);
    const accounts = await Promise.all(
      [first, second].map(async (secret) => {
        const shown = await redeemCredential(db, 'sign-in', secret);
        return shown.ok ? shown.account : undefined;
      }),
    );
    expect(accounts[0]).toBe(accounts[1]);
    expect(await findPerson(db, accounts[0]!)).toMatchObject({ username: 'admin', role: 'admin' });
    expect(await db.getRepository(Account).countBy({ role: 'admin' })).toBe(1);
  });
});
