import { longestAnswer } from '#exercise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

let at: TestApplication;
let ann: Someone;
let exercise: string;
let answers: string;

beforeAll(async () => {
  at = await startApplication();
  ann = await at.someone('ann');
  exercise = (await ann.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body.id;
  await ann.post(`/api/v1/exercises/${exercise}/start`);
  answers = `/api/v1/exercises/${exercise}/teams/t1/tasks/guess/answers`;
});
afterAll(() => at.close());

const seqNow = async () => (await ann.get(`/api/v1/exercises/${exercise}`)).body.seq as number;

describe('an answer', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['too long', { answer: 'x'.repeat(longestAnswer + 1) }, 'request-invalid', /answer: .*1000/],
    ['empty', { answer: '' }, 'answer-invalid', /empty/],
    ['only space', { answer: ' \n ' }, 'answer-invalid', /empty/],
    ['a number', { answer: 42 }, 'request-invalid', /answer: .*string/],
    ['a list', { answer: ['42'] }, 'request-invalid', /answer: .*string/],
    ['an object', { answer: { $ne: '' } }, 'request-invalid', /answer: .*string/],
    ['null', { answer: null }, 'request-invalid', /answer: .*string/],
    ['missing', {}, 'request-invalid', /answer: .*string/],
    ['not the only thing sent', { answer: '42', correct: true }, 'request-invalid', /correct/],
    ['binary', { answer: 'a\u0000b' }, 'bad-request', /answer holds U\+0000/],
    ['half a character', '{"answer":"a\\ud83d"}', 'bad-request', /half a character/],
    ['a terminal sequence', { answer: '\u001b[2J' }, 'answer-invalid', /control characters/],
    ['a bare text', '"42"', 'bad-request', /JSON/],
    ['cut off', '{"answer":"4', 'bad-request', /JSON/],
    ['no JSON', 'answer=42', 'bad-request', /JSON/],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0x9f]), 'bad-request', /JSON/],
    ['nothing', undefined, 'request-invalid', /object|required/i],
  ])('that is %s is a 400 that says why, and leaves no trace', async (_, body, type, detail) => {
    const before = await seqNow();
    expectProblem(await ann.post(answers, body), 400, type, detail);
    expect(await seqNow()).toBe(before);
  });

  it('names every wrong field at once', async () => {
    const { body } = await ann.post('/api/v1/exercises', { scenario: 7, mode: 'drill', teams: 'all' });
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'mode',
      'scenario',
      'teams',
    ]);
  });

  it('that was refused cost no attempt', async () => {
    expect((await ann.post(answers, { answer: '41' })).body).toEqual({
      correct: false,
      points: 0,
      attemptsLeft: 1,
    });
    expect((await ann.post(answers, { answer: '42' })).body).toEqual({
      correct: true,
      points: 20,
      attemptsLeft: 0,
    });
    expectProblem(await ann.post(answers, { answer: '42' }), 409, 'task-already-solved');
  });
});

describe('a body', () => {
  it('that is too large is a 413', async () => {
    expectProblem(await ann.post(answers, { answer: 'x'.repeat(300_000) }), 413, 'too-large');
  });

  it.each([
    ['text/plain', '{"answer":"42"}'],
    ['application/x-www-form-urlencoded', 'answer=42'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('of type %s is not read', async (type, body) => {
    const answer = await ann.post(answers, body, { 'content-type': type });
    expectProblem(answer, 400, 'request-invalid');
  });

  it('in an encoding that is none is a 415', async () => {
    const answer = await ann.post(answers, '{}', { 'content-type': 'application/json; charset=latin99' });
    expectProblem(answer, 415, 'unsupported-media-type');
  });

  it('that is nested without end is refused, and the process lives on', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await ann.post(answers, deep)).status).toBeGreaterThanOrEqual(400);
    expect((await ann.get('/api/v1/session')).status).toBe(200);
  });
});

describe('an address', () => {
  const paths = (): [string, string][] => [
    ['GET', '/api/v1/exercises/ABC'],
    ['GET', `/api/v1/exercises/${'a'.repeat(21)}`],
    ['GET', '/api/v1/exercises/..%2f..%2fetc'],
    ['GET', '/api/v1/exercises/%00'],
    ['GET', "/api/v1/exercises/'%20OR%201=1"],
    ['POST', `/api/v1/exercises/${exercise}/teams/T1/range/start`],
    ['POST', `/api/v1/exercises/${exercise}/teams/abcdefghijkl/range/start`],
    ['POST', `/api/v1/exercises/${exercise}/teams/t1/tasks/Greet/check`],
    ['POST', `/api/v1/exercises/${exercise}/teams/t1/tasks/greet/hints/-`],
    ['GET', `/api/v1/exercises/${exercise}/events?after=x`],
    ['GET', `/api/v1/exercises/${exercise}/events?after=-1`],
    ['GET', `/api/v1/exercises/${exercise}/events?after=2147483648`],
    ['GET', `/api/v1/exercises/${exercise}/events?after=1.5`],
    ['GET', `/api/v1/exercises/${exercise}/events?limit=0`],
    ['GET', `/api/v1/exercises/${exercise}/events?limit=1001`],
    ['GET', `/api/v1/exercises/${exercise}/scoreboard?at=now`],
  ];

  it('with an id or a number that is none is a 400', async () => {
    for (const [method, path] of paths()) {
      const answer = await ann.ask(method, path);
      expect(answer.status, path).toBe(400);
      expectProblem(answer, 400, 'request-invalid');
    }
  });

  it('that cannot be decoded is a 400', async () => {
    expectProblem(await ann.get('/api/v1/exercises/%zz'), 400, 'bad-request');
  });

  it('that is none is a 404', async () => {
    expectProblem(await ann.get('/api/v1/nothing'), 404, 'not-found');
    expectProblem(await ann.ask('DELETE', `/api/v1/exercises/${exercise}`), 404, 'not-found');
  });

  it('of a task, a hint or a scenario that is not there is a 404', async () => {
    const task = `/api/v1/exercises/${exercise}/teams/t1/tasks`;
    expectProblem(await ann.post(`${task}/none/answers`, { answer: 'x' }), 404, 'task-unknown');
    expectProblem(await ann.post(`${task}/constructor/answers`, { answer: 'x' }), 404, 'task-unknown');
    expectProblem(await ann.post(`${task}/greet/hints/none`), 404, 'hint-unknown');
    for (const reference of ['none', 'small@9.9.9', 'small@', '%00', 'a'.repeat(5_000)]) {
      expectProblem(await ann.get(`/api/v1/scenarios/${reference}`), 404, 'scenario-unknown');
    }
  });
});

describe('a new exercise', () => {
  const create = (body: object) =>
    ann.post('/api/v1/exercises', { scenario: 'small', mode: 'solo', ...body });

  it.each<[object, number, string]>([
    [{ scenario: 'none' }, 404, 'scenario-unknown'],
    [{ scenario: 'small@2.0.0' }, 404, 'scenario-unknown'],
    [{ scenario: '../small' }, 400, 'request-invalid'],
    [{ mode: 'drill' }, 400, 'request-invalid'],
    [{ seed: '' }, 400, 'request-invalid'],
    [{ seed: 'a\u0000' }, 400, 'bad-request'],
    [{ teams: [{ name: 'a\u0000' }] }, 400, 'bad-request'],
    [{ teams: [{ id: 'T' }] }, 400, 'request-invalid'],
    [{ teams: [{ members: ['nobody'] }] }, 403, 'not-yours'],
    [{ teams: [{ members: ['ann', 'ann'] }] }, 409, 'already-member'],
    [{ teams: [{}, {}] }, 400, 'team-invalid'],
    [{ state: 'finished' }, 400, 'request-invalid'],
  ])('with %j is a %i', async (body, status, type) => {
    expectProblem(await create(body), status, type);
  });

  it('of an instructor names who is not there', async () => {
    const teacher = await at.someone('teacher', 'instructor');
    const body = { scenario: 'small', mode: 'class', teams: [{ members: ['nobody'] }] };
    expectProblem(await teacher.post('/api/v1/exercises', body), 400, 'member-unknown', /nobody/);
  });

  it('that was refused is in no list', async () => {
    const { items } = (await ann.get('/api/v1/exercises')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([exercise]);
  });
});

describe('an Idempotency-Key', () => {
  const greet = () => `/api/v1/exercises/${exercise}/teams/t1/tasks/greet/answers`;

  it('gives the same answer twice, and does the thing once', async () => {
    const headers = { 'Idempotency-Key': 'key-1' };
    const body = { scenario: 'small', mode: 'solo' };
    const [first, again] = [
      await ann.post('/api/v1/exercises', body, headers),
      await ann.post('/api/v1/exercises', body, headers),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect((await ann.get('/api/v1/exercises')).body.items).toHaveLength(2);
  });

  it('with another body is a 422, on another route or of another person its own', async () => {
    const headers = { 'Idempotency-Key': 'key-2' };
    const wrong = { answer: 'wrong' };
    expect((await ann.post(greet(), wrong, headers)).body.correct).toBe(false);
    expectProblem(await ann.post(greet(), { answer: 'other' }, headers), 422, 'idempotency-key-reused');
    expect((await ann.post('/api/v1/tokens', { name: 'n' }, headers)).status).toBe(201);
    const bob = await at.someone('bob');
    expectProblem(await bob.post(greet(), wrong, headers), 403, 'not-yours');
  });

  it('of a request that failed may be used again', async () => {
    const headers = { 'Idempotency-Key': 'key-3' };
    expectProblem(await ann.post(greet(), { answer: '' }, headers), 400, 'answer-invalid');
    expect((await ann.post(greet(), { answer: 'xin CHÀO' }, headers)).body).toEqual({
      correct: true,
      points: 10,
    });
    expect((await ann.post(greet(), { answer: 'xin CHÀO' }, headers)).body).toEqual({
      correct: true,
      points: 10,
    });
  });

  it('does the thing once when ten come at the same time', async () => {
    const headers = { 'Idempotency-Key': 'key-4' };
    const before = (await ann.get('/api/v1/exercises')).body.items.length;
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        ann.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' }, headers),
      ),
    );
    expect((await ann.get('/api/v1/exercises')).body.items).toHaveLength(before + 1);
    for (const { status } of all) expect([201, 409]).toContain(status);
  });

  it('of a request that fails is no trouble to others that come at the same time', async () => {
    const headers = { 'Idempotency-Key': 'key-5' };
    const body = { scenario: 'none', mode: 'solo' };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => ann.post('/api/v1/exercises', body, headers)),
    );
    for (const { status } of all) expect([404, 409]).toContain(status);
    expectProblem(await ann.post('/api/v1/exercises', body, headers), 404, 'scenario-unknown');
  });

  it.each(['x'.repeat(201), 'with space', ''])('%j is none', async (key) => {
    expectProblem(
      await ann.post(greet(), { answer: 'x' }, { 'Idempotency-Key': key }),
      400,
      'idempotency-key-invalid',
    );
  });
});
