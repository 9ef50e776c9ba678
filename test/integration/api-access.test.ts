import { createAccount, hashOf, issueCredential } from '#auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicUrl, startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';
import { routeBodies } from '../support/route-bodies.js';

/** What anyone may ask for; whatever else there is wants someone signed in. */
const open = [
  'GET /healthz',
  'GET /api/v1/session/options',
  'POST /api/v1/session',
  'POST /api/v1/session/link',
  'POST /api/v1/session/invitation',
  'POST /api/v1/session/registration',
];
const password = 'a long enough secret';

let at: TestApplication;
let routes: { method: string; path: string }[];
let [learner, stranger, instructor, author, admin]: Someone[] = [];
/** A running solo exercise of the learner's. */
let exercise: string;

beforeAll(async () => {
  at = await startApplication();
  const { body } = await at.ask('GET', '/api/openapi.json');
  routes = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  [learner, stranger, instructor, author, admin] = await Promise.all([
    at.someone('learner'),
    at.someone('stranger'),
    at.someone('instructor', 'instructor'),
    at.someone('author', 'author'),
    at.someone('boss', 'admin'),
  ]);
  exercise = (await learner!.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body.id;
  await learner!.post(`/api/v1/exercises/${exercise}/start`);
});
afterAll(() => at.close());

const filled = (path: string, id = exercise) =>
  path
    .replace('{id}', id)
    .replace('{team}', 't1')
    .replace('{task}', 'greet')
    .replace('{hint}', 'first')
    .replace('{node}', 'box')
    .replace('{network}', 'lan')
    .replace('{scenario}', 'small')
    .replace('{sha256}', '0'.repeat(64));
const bodyFor = ({ method, path }: { method: string; path: string }, id = exercise) =>
  method === 'GET' ? undefined : routeBodies.find(([end]) => end.test(path))?.[1](id);
const aboutExercises = () =>
  routes.filter(({ path }) => path.includes('/exercises/{id}') || path.endsWith('/tickets'));

describe('every route', () => {
  it('wants someone signed in, but for those that are open', async () => {
    expect(routes.length).toBeGreaterThan(30);
    const openHere: string[] = [];
    for (const { method, path } of routes) {
      const answer = await at.ask(method, filled(path));
      if (answer.status !== 401) {
        openHere.push(`${method} ${path}`);
        continue;
      }
      expectProblem(answer, 401, 'not-signed-in', /sign in/i);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(openHere.sort()).toEqual([...open].sort());
  });

  it('takes no token that has expired, was revoked, is of another kind, or never was', async () => {
    const token = (lifetime?: number) =>
      issueCredential(at.db, { kind: 'token', account: learner!.account, lifetime });
    const [expired, session, fine] = [
      await token(60),
      await issueCredential(at.db, { kind: 'session', account: learner!.account }),
      await token(),
    ];
    await at.db.query(`UPDATE credentials SET expires_at = now() - interval '1 minute' WHERE hash = $1`, [
      hashOf(expired),
    ]);
    const ask = (shown: string, method: string, path: string) =>
      at.ask(method, filled(path), undefined, { authorization: `Bearer ${shown}` });
    expect((await ask(fine, 'GET', '/api/v1/session')).status).toBe(200);
    for (const { method, path } of routes.filter(
      (route) => !open.includes(`${route.method} ${route.path}`),
    )) {
      expectProblem(await ask(expired, method, path), 401, 'not-signed-in', /expired/);
      expectProblem(await ask(session, method, path), 401, 'not-signed-in', /not known/);
      expectProblem(await ask('made-up', method, path), 401, 'not-signed-in', /not known/);
    }
  });

  it('takes no one whose account was disabled', async () => {
    const gone = await at.someone('gone');
    expect((await gone.get('/api/v1/session')).status).toBe(200);
    await at.db.query('UPDATE accounts SET disabled = true WHERE id = $1', [gone.account]);
    expectProblem(await gone.get('/api/v1/session'), 401, 'not-signed-in', /disabled/);
  });

  it('about an exercise is closed to who is not in it, learner or instructor', async () => {
    for (const route of aboutExercises()) {
      for (const other of [stranger!, instructor!, author!]) {
        const answer = await other.ask(route.method, filled(route.path), bodyFor(route));
        expect([answer.status, answer.body.type], `${route.method} ${route.path}`).toEqual([
          403,
          `urn:vocr:problem:${route.path.endsWith('/join') ? 'exercise-not-open' : 'not-yours'}`,
        ]);
      }
    }
  });

  it('about an exercise that is not there says so', async () => {
    for (const route of aboutExercises()) {
      // Only authors may bring another version; whoever is none is told that first.
      const who = route.path.endsWith('{id}/scenario') && route.method === 'POST' ? author! : learner!;
      const answer = await who.ask(route.method, filled(route.path, 'nowhere'), bodyFor(route, 'nowhere'));
      expectProblem(answer, 404, 'exercise-unknown', /no exercise nowhere/);
    }
  });

  it('about a team is closed to other teams of the same class', async () => {
    const made = await instructor!.post('/api/v1/exercises', {
      scenario: 'small',
      mode: 'class',
      teams: [{ members: ['learner'] }, { members: ['stranger'] }],
    });
    await instructor!.post(`/api/v1/exercises/${made.body.id}/start`);
    for (const route of routes.filter(({ path }) => path.includes('{team}'))) {
      const answer = await stranger!.ask(route.method, filled(route.path, made.body.id), bodyFor(route));
      expectProblem(
        answer,
        403,
        'not-yours',
        /Team t1 is not yours|Only (who leads|the staff of) this exercise/,
      );
    }
  });
});

describe('a role', () => {
  const invitation = (role: string) => ({ role, uses: 1, days: 1 });
  const cases: [string, string, unknown, string[]][] = [
    ['GET', '/api/v1/people', undefined, ['boss']],
    ['GET', '/api/v1/hosts', undefined, ['boss']],
    ['GET', '/api/v1/pools', undefined, ['boss', 'instructor']],
    ['GET', '/api/v1/settings', undefined, ['boss']],
    ['PUT', '/api/v1/settings', { selfRegistration: false }, ['boss']],
    ['POST', '/api/v1/invitations', invitation('learner'), ['boss', 'instructor']],
    ['POST', '/api/v1/invitations', invitation('instructor'), ['boss']],
    ['POST', '/api/v1/invitations', invitation('admin'), ['boss']],
    ['POST', '/api/v1/exercises', { scenario: 'small', mode: 'class' }, ['boss', 'instructor']],
    [
      'POST',
      '/api/v1/exercises',
      { scenario: 'small', mode: 'solo', teams: [{ members: ['stranger'] }] },
      ['boss', 'instructor', 'stranger'],
    ],
  ];

  it.each(cases)('%s %s %o is for %j alone', async (method, path, body, allowed) => {
    for (const person of [learner!, stranger!, instructor!, author!, admin!]) {
      const answer = await person.ask(method, path, body);
      if (allowed.includes(person.username)) expect([200, 201]).toContain(answer.status);
      else expectProblem(answer, 403, 'not-yours');
    }
  });

  it('of an admin sees every exercise, and acts for no team', async () => {
    expect((await admin!.get(`/api/v1/exercises/${exercise}`)).body.you).toEqual({ staff: true, teams: [] });
    const answers = `/api/v1/exercises/${exercise}/teams/t1/tasks/greet/answers`;
    expectProblem(await admin!.post(answers, { answer: 'x' }), 403, 'not-yours');
  });

  it('that leads finds no team that is none, nor one that JavaScript has', async () => {
    for (const team of ['t9', 'constructor']) {
      const path = `/api/v1/exercises/${exercise}/teams/${team}/range/start`;
      expectProblem(await admin!.post(path), 404, 'team-unknown');
    }
  });
});

describe('a password', () => {
  const signIn = (username: string, tried: string) =>
    at.ask('POST', '/api/v1/session', { username, password: tried });
  beforeAll(async () => {
    for (const username of ['anna', 'boris'])
      await createAccount(at.db, { username, role: 'learner', password });
  });

  it('that is wrong is told like a name that is unknown', async () => {
    const [wrong, unknown] = [await signIn('anna', 'not the password'), await signIn('nobody', password)];
    expectProblem(wrong, 401, 'wrong-password', /name or password is wrong/);
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  it('tried wrong ten times in a minute is not tried any more, for that name', async () => {
    for (let n = 0; n < 10; n++) expectProblem(await signIn('boris', `wrong ${n}`), 401, 'wrong-password');
    expectProblem(await signIn('boris', 'wrong again'), 429, 'too-many-attempts', /wait \d+ s/);
    expectProblem(await signIn('BORIS', password), 429, 'too-many-attempts');
    expect((await signIn('anna', password)).status).toBe(200);
  });

  it.each([
    ['no database keeps', { username: 'a\0b', password }],
    ['is no text', { username: ['anna'], password }],
    ['is too long', { username: 'anna', password: 'x'.repeat(1_001) }],
    ['asks for more', { username: 'anna', password, role: 'admin' }],
  ])('with a request that %s is a 400', async (_, body) => {
    expect((await at.ask('POST', '/api/v1/session', body)).status).toBe(400);
  });
});

describe("a browser's session", () => {
  let cookie: string;
  beforeAll(async () => {
    const answer = await at.ask(
      'POST',
      '/api/v1/session',
      { username: 'anna', password },
      { origin: publicUrl },
    );
    const set = answer.headers.get('set-cookie')!;
    expect(set).toMatch(/^vocr_session=[\w-]{43}; .*HttpOnly; SameSite=Strict/);
    cookie = set.split(';')[0]!;
  });
  const tokens = (headers: Record<string, string>) =>
    at.ask('POST', '/api/v1/tokens', { name: 'mine' }, { cookie, ...headers });

  it('reads, and acts from our own pages', async () => {
    expect((await at.ask('GET', '/api/v1/session', undefined, { cookie })).body.username).toBe('anna');
    expect((await tokens({ origin: publicUrl })).status).toBe(201);
    expect((await tokens({ origin: at.url })).status).toBe(201);
    expect((await tokens({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it.each([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a foreign page that is half ours', { origin: 'http://vocr.test.evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['who does not say from where', {}],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('does nothing for %s', async (_, headers) => {
    expectProblem(await tokens(headers as Record<string, string>), 403, 'not-yours', /another site/);
  });

  it('is not opened from a foreign page', async () => {
    const body = { username: 'anna', password };
    const answer = await at.ask('POST', '/api/v1/session', body, { origin: 'https://evil.example' });
    expectProblem(answer, 403, 'not-yours', /another site/);
  });

  it('ends', async () => {
    await at.ask('POST', '/api/v1/session/end', undefined, { cookie, origin: publicUrl });
    expectProblem(
      await at.ask('GET', '/api/v1/session', undefined, { cookie }),
      401,
      'not-signed-in',
      /not known/,
    );
  });
});

describe('links', () => {
  it('of sign-in work once', async () => {
    const secret = await issueCredential(at.db, { kind: 'sign-in', account: learner!.account, uses: 1 });
    const link = () => at.ask('POST', '/api/v1/session/link', { secret });
    expect((await link()).body.username).toBe('learner');
    expectProblem(await link(), 401, 'link-invalid', /was used or has expired/);
  });

  it('of invitation make an account and sign it in; registration is closed until an admin opens it', async () => {
    const { body } = await instructor!.post('/api/v1/invitations', {});
    const secret = new URL(body.url as string).hash.slice(1);
    const accept = (username: string) =>
      at.ask('POST', '/api/v1/session/invitation', { secret, username, password });
    expectProblem(await accept('anna'), 409, 'username-taken');
    expectProblem(await accept('no good'), 400, 'username-invalid');
    const made = await accept('newcomer');
    expect([made.status, made.body.role]).toEqual([201, 'learner']);
    expectProblem(await accept('another'), 403, 'invitation-invalid');

    const register = (username: string) =>
      at.ask('POST', '/api/v1/session/registration', { username, password });
    expectProblem(await register('walk-in'), 403, 'not-yours', /closed/);
    await admin!.ask('PUT', '/api/v1/settings', { selfRegistration: true });
    expect((await register('walk-in')).body).toMatchObject({ username: 'walk-in', role: 'learner' });
  });
});
