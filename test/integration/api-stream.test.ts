import { issueCredential } from '#auth';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicUrl, startApplication, type Someone, type TestApplication } from '../support/application.js';
import { openSocket, type Reader } from '../support/stream.js';

let at: TestApplication;
let [ann, bob, eve, teacher]: Someone[] = [];
/** A running class of ann (t1) and bob (t2). */
let id: string;

beforeAll(async () => {
  // Answers are but something that happens here: more of them than anyone types.
  process.env.VOCR_ANSWERS_PER_MINUTE = '1000';
  at = await startApplication();
  [ann, bob, eve] = [await at.someone('ann'), await at.someone('bob'), await at.someone('eve')];
  teacher = await at.someone('teacher', 'instructor');
  const teams = [{ members: ['ann'] }, { members: ['bob'] }];
  id = (await teacher.post('/api/v1/exercises', { scenario: 'small', mode: 'class', teams })).body.id;
  await teacher.post(`/api/v1/exercises/${id}/start`);
});
afterAll(() => at.close());

const bearer = (who: Someone) => ({ headers: { authorization: `Bearer ${who.token}` } });
const stream = (who: Someone, after = 0, exercise = id): Reader =>
  openSocket(`${at.url}/stream?exercise=${exercise}&after=${after}`, bearer(who));
const answer = (who: Someone, team: string, text: string) =>
  who.post(`/api/v1/exercises/${id}/teams/${team}/tasks/greet/answers`, { answer: text });
const head = async () => (await teacher!.get(`/api/v1/exercises/${id}`)).body.seq as number;
/** The seqs that a team may see, by the API. */
const visible = async (who: Someone, after = 0): Promise<number[]> => {
  const { items } = (await who.get(`/api/v1/exercises/${id}/events?after=${after}&limit=1000`)).body;
  return (items as { seq: number }[]).map(({ seq }) => seq);
};
const ticketFor = async (who: Someone, purpose = 'stream', exercise = id): Promise<string> =>
  (await who.post('/api/v1/tickets', { for: purpose, exercise })).body.ticket;

describe("the stream's door", () => {
  const refused = (path: string, options: Parameters<typeof openSocket>[1] = {}) =>
    openSocket(`${at.url}${path}`, options).closed;

  it('is closed to who is not signed in', async () => {
    const path = `/stream?exercise=${id}`;
    expect(await refused(path)).toEqual({ code: 4401, reason: expect.stringMatching(/sign in/i) });
    expect((await refused(path, { headers: { authorization: 'Bearer made-up' } })).code).toBe(4401);
    expect((await refused(path, { ticket: 'made-up' })).code).toBe(4401);
    expect(
      (await refused(path, { headers: { cookie: 'vocr_session=made-up', origin: publicUrl } })).code,
    ).toBe(4401);
  });

  it('is closed to whom the exercise is none of theirs, and says when there is none', async () => {
    expect(await refused(`/stream?exercise=${id}`, bearer(eve!))).toEqual({
      code: 4403,
      reason: expect.stringMatching(/not yours/),
    });
    expect((await refused('/stream?exercise=nowhere', bearer(ann!))).code).toBe(4404);
    expect((await refused('/elsewhere', bearer(ann!))).code).toBe(4404);
  });

  it.each([
    '/stream',
    '/stream?exercise=',
    '/stream?exercise=A%20B',
    '/stream?exercise=abc&after=x',
    '/stream?exercise=abc&after=-1',
    '/stream?exercise=abc&after=2147483648',
    '/stream?exercise=abc&after=1e99',
    '/terminal?exercise=abc&team=T&node=box',
    '/terminal?exercise=abc&team=t1&node=../box',
  ])('is closed to who knocks wrong: %s', async (path) => {
    expect((await refused(path, bearer(ann!))).code).toBe(4400);
  });

  it('takes a cookie from our own pages alone', async () => {
    const session = await issueCredential(at.db, { kind: 'session', account: ann!.account });
    const cookie = `vocr_session=${session}`;
    const path = `/stream?exercise=${id}`;
    const foreign: Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }];
    for (const origin of foreign) {
      const headers = { cookie, ...origin };
      expect(await refused(path, { headers })).toEqual({
        code: 4403,
        reason: expect.stringMatching(/another site/),
      });
    }
    const reader = openSocket(`${at.url}${path}`, { headers: { cookie, origin: publicUrl } });
    await expect.poll(() => reader.messages.length).toBeGreaterThan(0);
    await reader.close();
  });

  it('takes a ticket once, for what it was issued', async () => {
    const path = `/stream?exercise=${id}`;
    const ticket = await ticketFor(ann!);
    const reader = openSocket(`${at.url}${path}`, { ticket });
    await expect.poll(() => reader.messages.length).toBeGreaterThan(0);
    expect(reader.socket.protocol).toBe(`vocr.ticket.${ticket}`);
    await reader.close();
    expect((await refused(path, { ticket })).code).toBe(4401);

    expect((await refused(path, { ticket: await ticketFor(ann!, 'terminal') })).code).toBe(4401);
    const own = (await eve!.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body.id as string;
    expect((await refused(path, { ticket: await ticketFor(eve!, 'stream', own) })).code).toBe(4401);
    const late = await issueCredential(at.db, {
      kind: 'ticket',
      account: ann!.account,
      about: { for: 'stream', exercise: id },
      uses: 1,
      lifetime: 0,
    });
    expect((await refused(path, { ticket: late })).code).toBe(4401);
  });

  it('of the workers is closed to everyone else', async () => {
    for (const options of [bearer(teacher!), { ticket: await ticketFor(ann!, 'terminal') }, {}]) {
      expect((await refused('/internal/terminal?session=abc', options)).code).toBe(4401);
    }
  });

  it('of a terminal says what is missing', async () => {
    const path = `/terminal?exercise=${id}&team=t1`;
    expect((await refused(`${path}&node=box`, bearer(bob!))).code).toBe(4403);
    expect((await refused(`${path}&node=none`, bearer(ann!))).code).toBe(4404);
    expect(await refused(`${path}&node=box`, bearer(ann!))).toEqual({
      code: 4404,
      reason: expect.stringMatching(/range is not ready/),
    });
  });

  it('stands when someone knocks with nonsense', async () => {
    const { port } = new URL(at.url);
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    const requests = [
      `GET // HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      `GET //[ HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      `GET http://[ HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      `GET /stream HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Key: short\r\n\r\n`,
      'GET /stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: telnet\r\n\r\n',
    ];
    for (const request of requests) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(request);
      const [first] = (await once(socket, 'data')) as [Buffer];
      expect(first.toString('latin1')).toMatch(/^HTTP\/1\.1 (101|4\d\d) /);
      socket.destroy();
    }
    expect((await ann!.get('/api/v1/session')).status).toBe(200);
  });
});

describe('the stream', () => {
  it('brings what was and what comes, in order, each once, as the log has it', async () => {
    const reader = stream(teacher!);
    await expect.poll(() => reader.seqs().length).toBe(await head());
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => answer(n % 2 ? ann! : bob!, n % 2 ? 't1' : 't2', `no ${n}`)),
    );
    const end = await head();
    await expect.poll(() => reader.seqs().length).toBe(end);
    expect(reader.seqs()).toEqual(Array.from({ length: end }, (_, n) => n + 1));
    const { items } = (await teacher!.get(`/api/v1/exercises/${id}/events?limit=1000`)).body;
    expect(reader.messages.filter(({ seq }) => seq !== undefined)).toEqual(items);
    await reader.close();
  });

  it('goes on from where it is asked to', async () => {
    const end = await head();
    const [last, none] = [stream(teacher!, end - 1), stream(teacher!, end)];
    await expect.poll(() => last.seqs()).toEqual([end]);
    await answer(ann!, 't1', 'still no');
    await expect.poll(() => none.seqs()).toEqual([end + 1]);
    await Promise.all([last.close(), none.close()]);
  });

  it('loses and doubles nothing for who is cut off again and again while things happen', async () => {
    const from = await head();
    const seen: number[] = [];
    const answers = (async () => {
      for (let n = 0; n < 60; n++) await answer(ann!, 't1', `again ${n}`);
    })();
    while (seen.length < 60) {
      const reader = stream(teacher!, seen.at(-1) ?? from);
      const before = seen.length;
      reader.socket.on('message', () => {
        if (reader.seqs().length >= 7) reader.socket.terminate();
      });
      await expect.poll(() => reader.seqs().length + before >= 60 || reader.seqs().length >= 7).toBe(true);
      seen.push(...reader.seqs());
      reader.socket.terminate();
      await reader.closed;
    }
    await answers;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => from + 1 + n));
  });

  it("keeps another team's events from a learner, and shows staff all", async () => {
    const readers = [stream(ann!), stream(bob!), stream(teacher!)] as const;
    await answer(ann!, 't1', 'mine alone');
    await answer(bob!, 't2', 'his alone');
    const [hers, his, all] = [await visible(ann!), await visible(bob!), await visible(teacher!)];
    expect(all).toEqual(Array.from({ length: await head() }, (_, n) => n + 1));
    expect(hers.length).toBeLessThan(all.length);
    for (const [index, seqs] of [hers, his, all].entries()) {
      await expect.poll(() => readers[index]!.seqs()).toEqual(seqs);
    }
    expect(JSON.stringify(readers[1].messages)).not.toContain('mine alone');
    expect(JSON.stringify(readers[0].messages)).not.toContain('his alone');
    expect(JSON.stringify(readers[2].messages)).toContain('his alone');
    await Promise.all(readers.map((reader) => reader.close()));
  });

  it('shows who joins their team from then on', async () => {
    const made = await teacher!.post('/api/v1/exercises', { scenario: 'small', mode: 'class' });
    const own = made.body.id as string;
    await eve!.post(`/api/v1/exercises/${own}/join`);
    const reader = stream(eve!, 0, own);
    await expect
      .poll(() => reader.messages.map(({ type }) => type))
      .toEqual(['exercise.created', 'team.joined', 'member.joined']);
    await bob!.post(`/api/v1/exercises/${own}/join`);
    await teacher!.post(`/api/v1/exercises/${own}/start`);
    await expect.poll(() => reader.messages.at(-1)?.type).toBe('exercise.started');
    expect(reader.messages).toHaveLength(4);
    await reader.close();
  });

  it('tells a team, and no other, that their range waits for a host', async () => {
    const from = await head();
    const readers = [stream(ann!, from), stream(bob!, from)] as const;
    await Promise.all(readers.map(({ opened }) => opened));
    await ann!.post(`/api/v1/exercises/${id}/teams/t1/range/start`);
    const waiting = {
      type: 'queue',
      team: 't1',
      range: expect.any(String),
      place: 1,
      of: 1,
      reason: 'waiting-host',
      text: expect.stringMatching(/no worker/),
    };
    await expect.poll(() => readers[0].messages.filter(({ seq }) => seq === undefined)[0]).toEqual(waiting);
    await teacher!.post(`/api/v1/exercises/${id}/finish`);
    await expect.poll(() => readers[1].messages.map(({ type }) => type)).toEqual(['exercise.finished']);
    await Promise.all(readers.map((reader) => reader.close()));
  });
});
