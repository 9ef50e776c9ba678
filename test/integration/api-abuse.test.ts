import { endSessions, issueCredential } from '#auth';
import { Credential, IdempotencyRow } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { publicUrl, startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

let at: TestApplication;
beforeAll(async () => {
  at = await startApplication();
});
afterAll(() => at.close());

const password = 'quite long enough';
const signIn = (username: string, secret = 'wrong password') =>
  at.ask('POST', '/api/v1/session', { username, password: secret });

describe('guessing a password', () => {
  it('is slowed down however the name is written', async () => {
    const statuses = [];
    for (let spaces = 0; spaces < 12; spaces++) {
      statuses.push((await signIn(`${' '.repeat(spaces)}Dora`)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  it('is slowed down when all guesses come at once', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => signIn('emil')));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(20);
  });
});

describe('a new password', () => {
  it('ends all other sessions and links of the account, and no one else’s', async () => {
    const ann = await at.someone('ann');
    const bob = await at.someone('bob');
    const session = (account: string) => issueCredential(at.db, { kind: 'session', account });
    const [mine, stolen, others] = [
      await session(ann.account),
      await session(ann.account),
      await session(bob.account),
    ];
    const link = await issueCredential(at.db, { kind: 'sign-in', account: ann.account, uses: 1 });
    const as = (secret: string) => ({ cookie: `vocr_session=${secret}`, origin: publicUrl });
    const set = await at.ask('POST', '/api/v1/session/password', { password }, as(mine));
    expect(set.status).toBe(204);
    const who = async (secret: string) =>
      (await at.ask('GET', '/api/v1/session', undefined, as(secret))).status;
    expect([await who(mine), await who(stolen), await who(others)]).toEqual([200, 401, 200]);
    expect((await at.ask('POST', '/api/v1/session/link', { secret: link })).status).toBe(401);
    expect((await ann.get('/api/v1/session')).status).toBe(200);
  });

  it('set with a token ends every session', async () => {
    const eve = await at.someone('eve');
    await issueCredential(at.db, { kind: 'session', account: eve.account });
    expect((await eve.post('/api/v1/session/password', { password })).status).toBe(204);
    expect(await at.db.getRepository(Credential).countBy({ account: eve.account, kind: 'session' })).toBe(0);
    await endSessions(at.db, eve.account);
    expect((await eve.get('/api/v1/session')).status).toBe(200);
  });
});

describe('what is kept to recognise a repeated request', () => {
  it('holds no secret, neither given nor taken', async () => {
    const gus = await at.someone('gus', 'instructor');
    const headers = { 'Idempotency-Key': 'again' };
    const { id } = (await gus.post('/api/v1/exercises', { scenario: 'small', mode: 'class' }, headers)).body;
    const asked: [string, object][] = [
      ['/api/v1/tokens', { name: 'mine' }],
      ['/api/v1/invitations', {}],
      ['/api/v1/tickets', { for: 'stream', exercise: id }],
      ['/api/v1/session/password', { password }],
    ];
    for (const [path, body] of asked) expect((await gus.post(path, body, headers)).status).toBeLessThan(300);
    const kept = await at.db.getRepository(IdempotencyRow).findBy({ account: gus.account });
    expect(kept.map(({ route }) => route)).toEqual(['/api/v1/exercises']);
  });
});

describe('sockets', () => {
  const opened: WebSocket[] = [];
  afterAll(() => opened.forEach((socket) => socket.terminate()));

  it('are at most 64 of one person at a time, and as many of another', async () => {
    const [nia, oda] = [await at.someone('nia'), await at.someone('oda')];
    const open = async (who: Someone, exercise: string): Promise<WebSocket> => {
      const socket = new WebSocket(`${at.url.replace('http', 'ws')}/stream?exercise=${exercise}`, {
        headers: { authorization: `Bearer ${who.token}` },
      });
      opened.push(socket);
      // The log's first event, or the refusal.
      await Promise.race([once(socket, 'message'), once(socket, 'close')]);
      return socket;
    };
    const mine = async (who: Someone) =>
      (await who.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body.id as string;
    const exercise = await mine(nia);
    const all = await Promise.all(Array.from({ length: 70 }, () => open(nia, exercise)));
    const isOpen = ({ readyState }: WebSocket) => readyState === WebSocket.OPEN;
    expect(all.filter(isOpen)).toHaveLength(64);
    expect(isOpen(await open(oda, await mine(oda)))).toBe(true);
    all.find(isOpen)!.close();
    await expect.poll(async () => isOpen(await open(nia, exercise)), { interval: 100 }).toBe(true);
  });
});

describe('a learner', () => {
  it('does not learn who else has an account', async () => {
    const ida = await at.someone('ida');
    await at.someone('kim');
    for (const name of ['kim', 'nobody']) {
      const teams = [{ members: [name] }];
      expectProblem(
        await ida.post('/api/v1/exercises', { scenario: 'small', mode: 'solo', teams }),
        403,
        'not-yours',
      );
    }
    const ned = await at.someone('ned', 'instructor');
    const teams = [{ members: ['nobody'] }];
    expectProblem(
      await ned.post('/api/v1/exercises', { scenario: 'small', mode: 'solo', teams }),
      400,
      'member-unknown',
    );
    const own = [{ members: [' IDA'] }];
    const made = await ida.post('/api/v1/exercises', { scenario: 'small', mode: 'solo', teams: own });
    expect(made.status).toBe(201);
  });

  it('has three solo exercises running at a time, even when all start at once', async () => {
    const leo = await at.someone('leo');
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      ids.push((await leo.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body.id);
    }
    const started = await Promise.all(ids.map((id) => leo.post(`/api/v1/exercises/${id}/start`)));
    const refused = started.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(3);
    for (const answer of refused) expectProblem(answer, 409, 'too-many-running', /finish one/);
    const running = ids.filter((_, n) => started[n]!.status === 200);
    expect((await leo.post(`/api/v1/exercises/${running[0]}/finish`)).status).toBe(200);
    const waiting = ids.find((id) => !running.includes(id))!;
    expect((await leo.post(`/api/v1/exercises/${waiting}/start`)).status).toBe(200);
  });

  it('is bounded so, a teacher is not', async () => {
    const mia = await at.someone('mia', 'instructor');
    for (let n = 0; n < 4; n++) {
      const { body } = await mia.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' });
      expect((await mia.post(`/api/v1/exercises/${body.id}/start`)).status).toBe(200);
    }
  });
});
