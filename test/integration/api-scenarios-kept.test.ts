import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Drafts, openDatabase, ScenarioPacks } from '#persistence';
import { tarOf } from '#range';
import { packOf } from '#scenario';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { freshDatabase } from '../support/database.js';
import { folder, pack, sendDraft, sendPack, signed } from '../support/packs.js';
import { expectProblem } from '../support/problems.js';

let at: TestApplication;
let author: Someone;
let learner: Someone;

beforeAll(async () => {
  at = await startApplication();
  author = await at.someone('author', 'author');
  learner = await at.someone('learner');
});
afterAll(() => at.close());

const send = (archive: Buffer, path?: string) => sendPack(author, archive, path);
const versionsOf = async (id: string) => (await learner.get(`/api/v1/scenarios/${id}`)).body.versions;

describe('taking a version out', () => {
  it('hides it, leaves others and exercises, and is for a version that is there', async () => {
    await send(pack('gone', '1.0.0').archive);
    await send(pack('gone', '1.1.0').archive);
    const made = await learner.post('/api/v1/exercises', { scenario: 'gone@1.1.0', mode: 'solo' });
    const remove = (reference: string) => author.ask('DELETE', `/api/v1/scenarios/${reference}`);
    for (const reference of ['gone', 'gone@', 'gone%00@1.0.0', 'gone@1.0.0@1.0.0']) {
      expectProblem(await remove(reference), 400, 'request-invalid');
    }
    const another = await at.someone('another-author', 'author');
    expectProblem(await another.ask('DELETE', '/api/v1/scenarios/gone@1.1.0'), 403, 'not-yours', /who added/);
    expect((await remove('gone@1.1.0')).status).toBe(204);
    expectProblem(await remove('gone@1.1.0'), 404, 'scenario-unknown');
    expect(await versionsOf('gone')).toEqual(['1.0.0']);
    expectProblem(
      await learner.post('/api/v1/exercises', { scenario: 'gone@1.1.0', mode: 'solo' }),
      404,
      'scenario-unknown',
    );
    expect((await learner.get(`/api/v1/exercises/${made.body.id}/scenario`)).body.version).toBe('1.1.0');
    const [row] = await at.db.query<{ removed_by: string }[]>(
      `SELECT removed_by FROM scenario_packs WHERE scenario = 'gone' AND version = '1.1.0'`,
    );
    expect(row!.removed_by).toBe(author.account);
  });
});

describe("the installation's own folder", () => {
  it('replaces what the same version had, but not what someone added or took out', async () => {
    const packs = at.app.get(ScenarioPacks);
    await packs.add(folder('own', '1.0.0'));
    await packs.add(folder('own', '1.0.0', { 'brief.en.md': '# At work\n' }));
    expect((await learner.get('/api/v1/scenarios/own')).body.brief.en).toBe('# At work\n');
    expect((await author.ask('DELETE', '/api/v1/scenarios/own@1.0.0')).status).toBe(403);
    const admin = await at.someone('keeper', 'admin');
    expect((await admin.ask('DELETE', '/api/v1/scenarios/own@1.0.0')).status).toBe(204);
    await packs.add(folder('own', '1.0.0', { 'brief.en.md': '# At work\n' }));
    expect((await learner.get('/api/v1/scenarios/own')).status).toBe(404);
    await send(pack('theirs', '1.0.0').archive);
    await packs.add(folder('theirs', '1.0.0'));
    await expect(packs.add(folder('theirs', '1.0.0', { 'brief.en.md': '# x\n' }))).rejects.toThrow(
      /^theirs@1\.0\.0 is there already with other content/,
    );
    expect((await author.get('/api/v1/scenarios/theirs')).body.origin.addedBy).toBe(author.account);
  });
});

describe('a pack that breaks rules of today', () => {
  /** Puts a pack into the catalogue as an older version of the platform did. */
  async function put(id: string, yaml: (text: string) => string): Promise<string> {
    const files = folder(id, '1.0.0');
    files.set('scenario.yaml', Buffer.from(yaml(Buffer.from(files.get('scenario.yaml')!).toString())));
    const { digest } = packOf(files);
    const base64 = Object.fromEntries(
      [...files].map(([path, data]) => [path, Buffer.from(data).toString('base64')]),
    );
    await at.db.query(
      `INSERT INTO scenario_packs (digest, scenario, version, files, bytes, listed, added_at, used_at)
       VALUES ($1, $2, '1.0.0', $3, 1, true, now(), now())`,
      [digest, id, JSON.stringify(base64)],
    );
    return digest;
  }

  it('stays in the catalogue and readable, and nothing new is made of it', async () => {
    await put('stricter', (text) =>
      text.replace('points: 10\n', 'points: 77000\n').replace('requires: [greet]', 'requires: [gone]'),
    );
    const { status, body } = await learner.get('/api/v1/scenarios/stricter');
    expect(status).toBe(200);
    expect(body.tasks[0].points).toBe(77_000);
    const made = await learner.post('/api/v1/exercises', { scenario: 'stricter', mode: 'solo' });
    expectProblem(made, 422, 'scenario-refused');
  });

  it('is left out when even its form is another, and only it; authors are told why', async () => {
    const before = (await learner.get('/api/v1/scenarios')).body.items.length;
    const digest = await put('formless', (text) => text.replace('points: 10\n', 'points: many\n'));
    for (let time = 0; time < 2; time++) {
      const { items, leftOut } = (await author.get('/api/v1/scenarios')).body;
      expect(items).toHaveLength(before);
      expect(leftOut).toEqual([
        { what: 'formless@1.0.0', why: expect.stringMatching(/another form than today's: tasks\.0\.points/) },
      ]);
    }
    expect((await learner.get('/api/v1/scenarios')).body).not.toHaveProperty('leftOut');
    expect((await learner.get('/api/v1/scenarios/formless')).status).toBe(404);
    expect(await at.app.get(ScenarioPacks).list()).toHaveLength(
      (await at.app.get(ScenarioPacks).entries()).length,
    );
    await at.db.query('DELETE FROM scenario_packs WHERE digest = $1', [digest]);
    expect((await author.get('/api/v1/scenarios')).body.leftOut).toEqual([]);
  });
});

describe('a list of the catalogue', () => {
  it('reads no pack that it has read before', async () => {
    const before = (await learner.get('/api/v1/scenarios')).body;
    const [{ files }] = await at.db.query<[{ files: object }]>(
      `SELECT files FROM scenario_packs WHERE scenario = 'small'`,
    );
    const put = (now: object) =>
      at.db.query(`UPDATE scenario_packs SET files = $1 WHERE scenario = 'small'`, [JSON.stringify(now)]);
    await put({});
    expect((await learner.get('/api/v1/scenarios')).body).toEqual(before);
    const fresh = new ScenarioPacks(at.db, undefined, () => undefined);
    expect((await fresh.entries()).map(({ scenario }) => scenario.id)).not.toContain('small');
    await put(files);
  });
});

describe('drafts', () => {
  const draft = async (n: number) => sendDraft(author, folder('draft', `1.0.${n}`));
  const age = (interval: string) =>
    at.db.query(`UPDATE scenario_packs SET used_at = now() - $1::interval WHERE scenario = 'draft'`, [
      interval,
    ]);
  const there = async () =>
    (
      await at.db.query<{ version: string }[]>(
        `SELECT version FROM scenario_packs WHERE scenario = 'draft' ORDER BY version`,
      )
    ).map(({ version }) => version);

  const unlisted = async () =>
    (
      await at.db.query<unknown[]>(
        'SELECT 1 FROM scenario_packs WHERE NOT listed AND signer IS NULL AND removed_at IS NULL',
      )
    ).length;

  it('are kept by content, with whose they are, and listed nowhere', async () => {
    const first = await draft(1);
    expect(first.status).toBe(201);
    expect((await draft(1)).body).toEqual(first.body);
    const [row] = await at.db.query<{ added_by: string }[]>(
      'SELECT added_by FROM scenario_packs WHERE digest = $1',
      [first.body.digest],
    );
    expect(row!.added_by).toBe(author.account);
    expect((await learner.get('/api/v1/scenarios/draft')).status).toBe(404);
  });

  it('refuses an archive that has a file twice', async () => {
    const entry = { path: 'scenario.yaml', content: Buffer.from('id: x'), uid: 0, gid: 0, mode: 0o644 };
    const archive = new Uint8Array(await tarOf([entry, entry]));
    const answer = await author.post('/api/v1/scenarios/drafts', archive, {
      'content-type': 'application/x-tar',
    });
    expectProblem(answer, 400, 'archive-unreadable');
    expect(answer.body.detail).toBe('scenario.yaml is in it twice');
  });

  it('go when nobody has used them for two weeks, unless something is made of them', async () => {
    const { body: pinned } = await draft(2);
    await draft(3);
    const made = await author.post('/api/v1/exercises', { scenario: pinned.digest, mode: 'solo' });
    const drafts = at.app.get(Drafts);
    await age('13 days');
    expect(await drafts.purge()).toBe(0);
    await age('15 days');
    expect(await drafts.purge()).toBe(2);
    expect(await there()).toEqual(['1.0.2']);
    expect((await author.get(`/api/v1/exercises/${made.body.id}/scenario`)).status).toBe(200);
    expect(await versionsOf('small')).toEqual(['1.0.0']);
  });

  it('are bounded per account: the least lately used makes room, then no more are taken', async () => {
    const bounds = { packs: 2, bytes: 2 ** 20 };
    // What an edited folder of the installation's own left behind counts as well.
    const before = (await unlisted()) - 1;
    const drafts = new Drafts(at.db, at.app.get(ScenarioPacks), {
      account: bounds,
      all: { ...bounds, packs: before + 3 },
    });
    const keep = (n: number, by: string) => drafts.keep(folder('draft', `2.0.${n}`), by);
    await keep(1, 'ann');
    await keep(2, 'ann');
    await expect(keep(3, 'ann')).rejects.toThrow(/^Your account has 2 drafts .* try again then\.$/);
    await keep(4, 'ben');
    await expect(keep(5, 'ben')).rejects.toThrow(/^This installation has \d+ drafts/);
    await age('11 minutes');
    await keep(1, 'ann');
    await keep(6, 'ann');
    expect(await there()).toEqual(['1.0.2', '2.0.1', '2.0.4', '2.0.6']);
    await expect(
      new Drafts(at.db, at.app.get(ScenarioPacks), { account: { packs: 9, bytes: 10 }, all: bounds }).keep(
        folder('draft', '3.0.0'),
        'carl',
      ),
    ).rejects.toThrow(/^Your account has 0 drafts/);
  });

  it('stay when a pool is made of them', async () => {
    const own = await freshDatabase();
    const db = await openDatabase(own.url, 2);
    try {
      const drafts = new Drafts(db, new ScenarioPacks(db));
      const { digest } = await drafts.keep(folder('pooled', '1.0.0'), 'ann');
      await drafts.keep(folder('pooled', '1.0.1'), 'ann');
      await db.query(
        `INSERT INTO pools (id, head, scenario_digest, phase, created_at) VALUES ('p', 1, $1, 'open', now())`,
        [digest],
      );
      await db.query(`UPDATE scenario_packs SET used_at = now() - interval '1 year'`);
      expect(await drafts.purge()).toBe(1);
      expect(await new ScenarioPacks(db).byDigest(digest)).toBeDefined();
    } finally {
      await db.destroy();
      await own.drop();
    }
  });

  it('can become a signed pack of the catalogue', async () => {
    const files = folder('grown', '1.0.0');
    await sendDraft(author, files);
    const { archive, signer } = signed(files, 'grown', '1.0.0');
    expect((await send(archive)).body.isNew).toBe(true);
    expect((await author.get('/api/v1/scenarios/grown')).body.origin.signer).toBe(signer);
  });
});
