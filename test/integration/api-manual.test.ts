import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HandedFiles } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStore } from '../../apps/orchestrator/manual/file-store.js';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { filesIn, handIn as send, handingFiles, hashOf, pdf, type HandInParts } from '../support/handing.js';
import { sendDraft } from '../support/packs.js';
import { expectProblem } from '../support/problems.js';

let data: string;
let at: TestApplication;
let [teacher, ann, bob]: Someone[] = [];
let exercise: string;
let teams: { ann: string; bob: string };

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'vocr-files-'));
  process.env.VOCR_DATA = data;
  process.env.VOCR_TEAM_FILES = '3M';
  at = await startApplication();
  const admin = await at.someone('admin', 'admin');
  teacher = admin;
  [ann, bob] = [await at.someone('ann'), await at.someone('bob')];
  const draft = await sendDraft(admin, handingFiles);
  expect(draft.body).toMatchObject({ id: 'handing' });
  const made = await admin.post('/api/v1/exercises', { scenario: draft.body.digest, mode: 'class' });
  expect(made.status).toBe(201);
  exercise = `/api/v1/exercises/${made.body.id}`;
  await admin.post(`${exercise}/start`);
  const joined = async (who: Someone) => (await who.post(`${exercise}/join`)).body.you.teams[0] as string;
  teams = { ann: await joined(ann), bob: await joined(bob) };
});
afterAll(async () => {
  await at.close();
  delete process.env.VOCR_DATA;
  delete process.env.VOCR_TEAM_FILES;
  await rm(data, { recursive: true });
});

const taskPath = (team: string, task = 'report') => `${exercise}/teams/${team}/tasks/${task}`;
const onDisk = () => filesIn(join(data, 'files'));
const handIn = (who: Someone, path: string, parts: HandInParts) => send(at, who, path, parts);

describe('handing in', () => {
  it('says beforehand what may be handed in, and not what only those who grade are told', async () => {
    const { body } = await ann!.get(`${exercise}/scenario`);
    expect(body.tasks.find(({ id }: { id: string }) => id === 'report')).toMatchObject({
      kind: 'manual',
      manual: {
        text: true,
        files: { most: 2, size: '1M', types: ['pdf', 'md'] },
        rubric: [{ id: 'facts', points: 25 }, { id: 'style' }],
      },
    });
    expect(JSON.stringify(body)).not.toContain('Whispered');
  });

  it('keeps files by their content and never by their name, and gives them back to be saved', async () => {
    const content = pdf(5_000);
    const name = "Báo cáo 'onload=alert(1)' & bản 2.pdf";
    const { status, body } = await handIn(ann!, taskPath(teams.ann), {
      text: 'Xem tệp',
      files: [
        [name, content],
        ['../../../../etc/notes.md', Buffer.from('# Ghi chú')],
      ],
    });
    expect([status, body]).toMatchObject([
      200,
      {
        by: 'ann',
        text: 'Xem tệp',
        grades: [],
        files: [
          { name, size: 5_000, type: 'pdf', sha256: hashOf(content) },
          { name: 'notes.md', type: 'md' },
        ],
      },
    ]);
    expect(await onDisk()).toEqual(expect.arrayContaining([hashOf(content)]));
    expect(await onDisk()).toHaveLength(2);

    const path = `${taskPath(teams.ann)}/files/${hashOf(content)}`;
    for (const who of [ann!, teacher!]) {
      const got = await fetch(`${at.url}${path}`, { headers: { authorization: `Bearer ${who.token}` } });
      expect(got.status).toBe(200);
      expect(Buffer.from(await got.arrayBuffer()).equals(content)).toBe(true);
      expect(Object.fromEntries(got.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': expect.stringMatching(/^attachment; filename="/) as string,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
      expect(got.headers.get('content-disposition')).toContain(`filename*=UTF-8''B%C3%A1o%20c%C3%A1o`);
    }
  });

  it("is the team's own: another team neither sees it nor gets it by its hash", async () => {
    const { body } = await ann!.get(`${taskPath(teams.ann)}/submissions`);
    const { sha256 } = body.items[0].files[0];
    expectProblem(await bob!.get(`${taskPath(teams.ann)}/submissions`), 403, 'not-yours');
    expectProblem(await bob!.get(`${taskPath(teams.ann)}/files/${sha256}`), 403, 'not-yours');
    expectProblem(await bob!.get(`${taskPath(teams.bob)}/files/${sha256}`), 404, 'file-unknown');
    expectProblem(await handIn(bob!, taskPath(teams.ann), { text: 'mine' }), 403, 'not-yours');
    expectProblem(await handIn(teacher!, taskPath(teams.ann), { text: 'mine' }), 403, 'not-yours');
    const events = (await bob!.get(`${exercise}/events?limit=1000`)).body.items as { type: string }[];
    expect(events.filter(({ type }) => type === 'file.handed-in')).toEqual([]);
  });

  it.each<[string, HandInParts, RegExp]>([
    ['a file too large', { files: [['big.pdf', pdf(2 ** 20 + 1)]] }, /big\.pdf is larger than the 1M/],
    ['another type', { files: [['a.exe', Buffer.from('MZ')]] }, /\.pdf, \.md/],
    ['another content', { files: [['a.pdf', Buffer.from('<script>')]] }, /no pdf file inside/],
    ['an empty file', { files: [['a.md', Buffer.alloc(0)]] }, /empty/],
    ['markup for a name', { files: [['<img src=x onerror=alert(1)>.pdf', pdf(100)]] }, /no name for a file/],
    ['a name that reads backwards', { files: [['a\u202efdp.md', pdf(100)]] }, /no name for a file/],
    [
      'two of a name',
      {
        files: [
          ['a.md', Buffer.from('a')],
          ['a.md', Buffer.from('b')],
        ],
      },
      /Two files/,
    ],
    ['nothing', {}, /./],
    ['a text without end', { text: 'x'.repeat(100_000) }, /20000/],
  ])('refuses %s, and keeps nothing of it', async (_, parts, why) => {
    const before = await onDisk();
    expectProblem(await handIn(bob!, taskPath(teams.bob), parts), 400, 'hand-in-invalid', why);
    expect(await onDisk()).toEqual(before);
  });

  it('refuses more files than there may be, and what is larger in all before it is read', async () => {
    const three = ['a.md', 'b.md', 'c.md'].map((name): [string, Buffer] => [name, Buffer.from(name)]);
    expectProblem(
      await handIn(bob!, taskPath(teams.bob), { files: three }),
      400,
      'hand-in-invalid',
      /at most 2/,
    );
    const huge = { files: [['a.pdf', pdf(4 * 2 ** 20)]] as [string, Buffer][] };
    expectProblem(await handIn(bob!, taskPath(teams.bob), huge), 413, 'too-large', /2\.3 MB/);
    expect((await bob!.get(`${taskPath(teams.bob)}/submissions`)).body.items).toEqual([]);
  });

  it('counts what a team takes up, with figures', async () => {
    for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) {
      const one = { files: [[name, pdf(2 ** 20 - 10)]] as [string, Buffer][] };
      expect((await handIn(bob!, taskPath(teams.bob), one)).status).toBe(200);
    }
    const more = { files: [['d.pdf', pdf(1_000)]] as [string, Buffer][] };
    const before = await onDisk();
    expectProblem(
      await handIn(bob!, taskPath(teams.bob), more),
      413,
      'quota-used-up',
      /3\.0 MB of the 3\.0 MB/,
    );
    expect(await onDisk()).toEqual(before);
  });

  it('takes the same hand-in once, and of two at once one at a time', async () => {
    const once = { text: 'Once', files: [['once.md', Buffer.from('# once')]] as [string, Buffer][] };
    const first = await handIn(ann!, taskPath(teams.ann), once);
    const again = await handIn(ann!, taskPath(teams.ann), once);
    expect(again.body).toEqual(first.body);
    const both = await Promise.all(
      ['x', 'y'].map((text) => handIn(ann!, taskPath(teams.ann), { text, files: [['p.pdf', pdf(900_000)]] })),
    );
    const taken = both.filter(({ status }) => status === 200);
    expect(taken.length).toBeGreaterThan(0);
    for (const answer of both.filter(({ status }) => status !== 200)) {
      expectProblem(answer, 409, 'hand-in-at-work');
    }
    const { items } = (await ann!.get(`${taskPath(teams.ann)}/submissions`)).body;
    expect(items).toHaveLength(2 + taken.length);
  });

  it('takes a text as JSON, and nothing for what is not graded by people, or is locked', async () => {
    expectProblem(
      await ann!.post(`${taskPath(teams.ann, 'essay')}/files`, { text: 'x' }),
      409,
      'task-locked',
    );
    expectProblem(
      await ann!.post(`${taskPath(teams.ann, 'greet')}/files`, { text: 'x' }),
      409,
      'task-not-manual',
    );
    expectProblem(await ann!.post(`${taskPath(teams.ann)}/files`, { txt: 'x' }), 400, 'request-invalid');
    const plain = await ann!.post(`${taskPath(teams.ann)}/files`, { text: 'as JSON' });
    expect(plain.body).toMatchObject({ text: 'as JSON', files: [] });
    const sent = await ann!.post(`${taskPath(teams.ann)}/files`, 'a=b', { 'content-type': 'text/plain' });
    expectProblem(sent, 415, 'unsupported-media-type');
    const torn = await ann!.post(`${taskPath(teams.ann)}/files`, '--x\r\nContent-Dis', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expectProblem(torn, 400, 'hand-in-invalid', /damaged/);
  });
});

describe('grading', () => {
  const grade = (who: Someone, submission: number, scores: object, comment?: string) =>
    who.post(`${taskPath(teams.ann)}/grades`, { submission, scores, ...(comment ? { comment } : {}) });
  const scoreOf = async (team: string) =>
    ((await teacher!.get(exercise)).body.teams as { id: string; score: number }[]).find(
      ({ id }) => id === team,
    )!.score;
  let newest: number;
  beforeAll(async () => {
    newest = (await ann!.get(`${taskPath(teams.ann)}/submissions`)).body.items.at(-1).seq;
  });

  it('lists what waits, the newest of each team and task, to staff alone', async () => {
    const { body } = await teacher!.get(`${exercise}/grading`);
    expect(body.items).toMatchObject([
      { team: teams.bob, name: 'bob', task: 'report', graded: false, handIns: 3 },
      { team: teams.ann, name: 'ann', task: 'report', graded: false, submission: newest },
    ]);
    const first = await teacher!.get(`${exercise}/grading?limit=1`);
    expect(first.body).toMatchObject({ items: [{ team: teams.bob }], next: body.items[0].submission });
    const rest = await teacher!.get(`${exercise}/grading?limit=1&after=${first.body.next}`);
    expect(rest.body).toEqual({ items: [body.items[1]] });
    expect((await teacher!.get(`${exercise}/rubrics`)).body.items[0]).toMatchObject({
      task: 'report',
      criteria: [{ id: 'facts', description: { en: 'Whispered' } }, { id: 'style' }],
    });
    expectProblem(await ann!.get(`${exercise}/grading`), 403, 'not-yours');
    expectProblem(await ann!.get(`${exercise}/rubrics`), 403, 'not-yours');
    expectProblem(await grade(ann!, newest, { facts: 25, style: 15 }), 403, 'not-yours');
  });

  it('moves the score by a grade and by a grade given anew, and the team reads both', async () => {
    expectProblem(await grade(teacher!, newest, { facts: 26, style: 0 }), 422, 'grade-invalid', /0 to 25/);
    expect((await grade(teacher!, newest, { facts: 20, style: 0 }, 'Tốt lắm')).status).toBe(200);
    expect(await scoreOf(teams.ann)).toBe(20);
    const anew = await grade(teacher!, newest, { facts: 20, style: 10 });
    expect(anew.body.grades).toMatchObject([
      { scores: { facts: 20, style: 0 }, comment: 'Tốt lắm' },
      { scores: { facts: 20, style: 10 } },
    ]);
    expect(await scoreOf(teams.ann)).toBe(30);
    const mine = (await ann!.get(`${taskPath(teams.ann)}/submissions`)).body.items.at(-1);
    expect(mine.grades).toEqual(anew.body.grades);
    expect((await teacher!.get(`${exercise}/grading`)).body.items).toMatchObject([{ team: teams.bob }]);
    expect((await teacher!.get(`${exercise}/grading?all=true`)).body.items).toHaveLength(2);
    expect((await handIn(ann!, taskPath(teams.ann, 'essay'), { text: 'now open' })).status).toBe(200);
  });

  it('adjusts a score for a reason that the ledger keeps, by staff alone', async () => {
    const path = `${exercise}/teams/${teams.ann}/adjustments`;
    const given = await teacher!.post(path, { points: -7, reason: 'Nộp trễ' });
    expect(given.body).toMatchObject({ team: teams.ann, points: -7, reason: 'Nộp trễ' });
    expect(await scoreOf(teams.ann)).toBe(23);
    expectProblem(await ann!.post(path, { points: 100, reason: 'me' }), 403, 'not-yours');
    expectProblem(await teacher!.post(path, { points: 0, reason: 'none' }), 422, 'adjustment-invalid');
    expectProblem(await teacher!.post(path, { points: 5, reason: ' ' }), 422, 'adjustment-invalid');
  });
});

describe('the disk', () => {
  it('loses what nobody needs once it is old, and what is needed never', async () => {
    const {
      files: [file],
    } = (await ann!.get(`${taskPath(teams.ann)}/submissions`)).body.items[0];
    const path = `${taskPath(teams.ann)}/files/${file.sha256}`;
    expectProblem(await ann!.ask('DELETE', path), 403, 'not-yours');
    expect((await teacher!.ask('DELETE', path)).status).toBe(204);
    expectProblem(await ann!.get(path), 410, 'file-erased');
    expectProblem(await teacher!.ask('DELETE', path), 404, 'file-unknown');
    const first = (await ann!.get(`${taskPath(teams.ann)}/submissions`)).body.items[0];
    expect(first.files[0]).toMatchObject({ sha256: file.sha256, erased: true });

    const store = new FileStore(join(data, 'files'));
    const handed = new HandedFiles(at.db);
    const needed = (hashes: readonly string[]) => handed.needed(hashes);
    const before = await onDisk();
    expect(before).toContain(file.sha256);
    expect(await store.purge(needed, Date.now())).toBe(0);
    for (const one of before) await utimes(join(data, 'files', one.slice(0, 2), one), 0, 0);
    expect(await store.purge(needed, Date.now())).toBe(1);
    expect((await onDisk()).sort()).toEqual(before.filter((one) => one !== file.sha256).sort());
  });

  it('that has lost a file says so', async () => {
    const {
      files: [file],
    } = (await bob!.get(`${taskPath(teams.bob)}/submissions`)).body.items[0];
    await rm(join(data, 'files', file.sha256.slice(0, 2), file.sha256));
    const got = await bob!.get(`${taskPath(teams.bob)}/files/${file.sha256}`);
    expectProblem(got, 500, 'file-missing', /VOCR_DATA/);
  });
});
