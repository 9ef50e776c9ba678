import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Drafts, ScenarioPacks } from '#persistence';
import { tarOf } from '#range';
import { packOf, sealPack } from '#scenario';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';
import { smallScenario } from '../support/scenario.js';

let at: TestApplication;
let author: Someone;
let learner: Someone;

beforeAll(async () => {
  at = await startApplication();
  author = await at.someone('author', 'author');
  learner = await at.someone('learner');
});
afterAll(() => at.close());

/** An Ed25519 key of a name, the same each time. */
function keyOf(name: string): KeyObject {
  const seed = createHash('sha256').update(name).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The small scenario under another id and version, with texts of its own. */
function folder(id: string, version: string, more: Record<string, string> = {}): Map<string, Uint8Array> {
  const yaml = smallScenario['scenario.yaml']!.replace('id: small', `id: ${id}`).replace(
    'version: 1.0.0',
    `version: ${version}`,
  );
  const all = { ...smallScenario, 'scenario.yaml': yaml, ...more };
  return new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]));
}

const signed = (files: Map<string, Uint8Array>, id: string, version: string, by = 'ann') =>
  sealPack(files, { id, version }, keyOf(by));
const pack = (id: string, version: string, by = 'ann', more: Record<string, string> = {}) =>
  signed(folder(id, version, more), id, version, by);

const sent = { 'content-type': 'application/vnd.vocr.pack' };
const send = (archive: Buffer, { path = '', as = author } = {}) =>
  as.post(`/api/v1/scenarios${path}`, new Uint8Array(archive), sent);
const naming = (signer: string) => ({ path: `?signer=${encodeURIComponent(signer)}` });
const versionsOf = async (id: string) => (await learner.get(`/api/v1/scenarios/${id}`)).body.versions;

const draftOf = async (files: Map<string, Uint8Array>) =>
  new Uint8Array(
    await tarOf(
      [...files].map(([path, content]) => ({
        path,
        content: Buffer.from(content),
        uid: 0,
        gid: 0,
        mode: 0o644,
      })),
    ),
  );

describe('adding a signed pack', () => {
  it('lists it beside the other versions, the newest by number', async () => {
    for (const version of ['1.9.0', '1.10.0', '1.2.0']) {
      const { archive, digest, signer } = pack('side', version);
      const answer = await send(archive);
      expect(answer).toMatchObject({
        status: 201,
        body: { id: 'side', version, digest, signer, isNew: true },
      });
    }
    expect(await versionsOf('side')).toEqual(['1.10.0', '1.9.0', '1.2.0']);
    const { items } = (await learner.get('/api/v1/scenarios')).body as {
      items: { id: string; version: string }[];
    };
    expect(items.filter(({ id }) => id === 'side')).toMatchObject([{ version: '1.10.0' }]);
    const old = (await learner.get('/api/v1/scenarios/side@1.9.0')).body;
    expect(old).toMatchObject({ version: '1.9.0', versions: ['1.10.0', '1.9.0', '1.2.0'] });
    expect(old).not.toHaveProperty('origin');
    expectProblem(await learner.get('/api/v1/scenarios/side@1.1.0'), 404, 'scenario-unknown');
  });

  it('says to authors who added it, when, and who signed it', async () => {
    const { signer, digest } = pack('side', '1.9.0');
    const { origin } = (await author.get('/api/v1/scenarios/side@1.9.0')).body;
    expect(origin).toEqual({ digest, signer, addedBy: author.account, addedAt: expect.any(String) });
    expect(Date.now() - Date.parse(origin.addedAt)).toBeLessThan(60_000);
    const small = (await author.get('/api/v1/scenarios/small')).body.origin;
    expect(small).toEqual({ digest: expect.any(String), addedAt: expect.any(String) });
  });

  it('has exercises keep the version that they were made of', async () => {
    await send(pack('keep', '1.0.0').archive);
    const made = await learner.post('/api/v1/exercises', { scenario: 'keep', mode: 'solo' });
    await send(pack('keep', '2.0.0', 'ann', { 'brief.en.md': '# Second\n' }).archive);
    const later = await learner.post('/api/v1/exercises', { scenario: 'keep', mode: 'solo' });
    expect(made.body.scenario).toMatchObject({ version: '1.0.0' });
    expect(later.body.scenario).toMatchObject({ version: '2.0.0' });
    const asOf = async (id: string) => (await learner.get(`/api/v1/exercises/${id}/scenario`)).body.brief.en;
    expect(await asOf(made.body.id)).toBe('# Small\n');
    expect(await asOf(later.body.id)).toBe('# Second\n');
  });

  it('may be done again, and refuses other content under the same version', async () => {
    const { archive } = pack('twice', '1.0.0');
    expect((await send(archive)).body.isNew).toBe(true);
    expect(await send(archive)).toMatchObject({ status: 201, body: { isNew: false } });
    const other = pack('twice', '1.0.0', 'ann', { 'brief.en.md': '# Other\n' });
    expectProblem(await send(other.archive), 409, 'version-taken');
    expect((await send(other.archive)).body.detail).toMatch(/^twice@1\.0\.0 .* raise the version/);
    expect((await learner.get('/api/v1/scenarios/twice')).body.brief.en).toBe('# Small\n');
  });

  it('takes one of many who send different contents of one version at once', async () => {
    const all = Array.from({ length: 6 }, (_, index) =>
      pack('race', '1.0.0', 'ann', { 'brief.en.md': `# ${index}\n` }),
    );
    const answers = await Promise.all(all.map(({ archive }) => send(archive)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await versionsOf('race')).toEqual(['1.0.0']);
  });

  it('is for authors and admins', async () => {
    const { archive } = pack('mine', '1.0.0');
    const instructor = await at.someone('teacher', 'instructor');
    for (const as of [learner, instructor]) {
      expectProblem(await send(archive, { as }), 403, 'not-yours');
      expectProblem(await send(archive, { as, path: '/preview' }), 403, 'not-yours');
      expectProblem(await as.ask('DELETE', '/api/v1/scenarios/small@1.0.0'), 403, 'not-yours');
    }
    expectProblem(
      await at.ask('POST', '/api/v1/scenarios', new Uint8Array(archive), sent),
      401,
      'not-signed-in',
    );
    expect((await learner.get('/api/v1/scenarios/mine')).status).toBe(404);
    expect((await send(archive, { as: await at.someone('boss', 'admin') })).status).toBe(201);
  });

  it('refuses what was tampered with, names it, and keeps nothing', async () => {
    const { archive } = pack('bad', '1.0.0');
    const flipped = (place: number) => {
      const copy = Buffer.from(archive);
      copy[place]! ^= 1;
      return copy;
    };
    const inBrief = archive.indexOf('# Small');
    const cases: [Buffer, RegExp][] = [
      [flipped(inBrief), /not what was signed: brief\.en\.md was changed/],
      [flipped(archive.indexOf('"bad"') + 1), /vocr-pack\.json is not what the key SHA256:\S+ signed/],
      [archive.subarray(0, 2_000), /is cut off/],
      [Buffer.from('hello'), /is cut off at byte 5/],
    ];
    for (const [bytes, message] of cases) {
      for (const path of ['', '/preview']) {
        const answer = await send(bytes, { path });
        expectProblem(answer, 422, 'pack-refused');
        expect(answer.body.detail).toMatch(message);
      }
    }
    expectProblem(await author.post('/api/v1/scenarios', { id: 'bad' }), 415, 'unsupported-media-type');
    expect(await at.db.query(`SELECT 1 FROM scenario_packs WHERE scenario = 'bad'`)).toEqual([]);
  });

  it('refuses a scenario that does not validate, or that the manifest names otherwise', async () => {
    const wrong = folder('wrong', '1.0.0', { 'scenario.yaml': 'id: wrong\n' });
    const invalid = await send(signed(wrong, 'wrong', '1.0.0').archive);
    expectProblem(invalid, 422, 'scenario-invalid');
    expect(invalid.body.detail).toMatch(/scenario\.yaml:1:/);
    const misnamed = await send(signed(folder('wrong', '1.0.0'), 'wrong', '9.0.0').archive);
    expectProblem(misnamed, 422, 'scenario-invalid');
    expect(misnamed.body.detail).toMatch(/says wrong@9\.0\.0, scenario\.yaml says wrong@1\.0\.0/);
  });
});

describe('who signs', () => {
  it('is trusted on first use, and another is taken only by name', async () => {
    expect((await send(pack('tofu', '1.0.0', 'ann').archive)).status).toBe(201);
    expect((await send(pack('tofu', '1.1.0', 'ann').archive)).status).toBe(201);
    const foreign = pack('tofu', '1.2.0', 'eve');
    const refused = await send(foreign.archive);
    expectProblem(refused, 409, 'signer-changed');
    expect(refused.body.detail).toContain(foreign.signer);
    expect(refused.body.detail).toContain(pack('tofu', '1.0.0', 'ann').signer);
    const { signer: third } = pack('tofu', '1.0.0', 'ben');
    expectProblem(await send(foreign.archive, naming(third)), 409, 'signer-changed');
    expect(await versionsOf('tofu')).toEqual(['1.1.0', '1.0.0']);
    expect((await send(foreign.archive, naming(foreign.signer))).status).toBe(201);
    expect(await versionsOf('tofu')).toEqual(['1.2.0', '1.1.0', '1.0.0']);
    expectProblem(await send(pack('tofu', '1.3.0', 'ann').archive), 409, 'signer-changed');
  });

  it('is remembered when all versions were taken out', async () => {
    await send(pack('memory', '1.0.0', 'ann').archive);
    expect((await author.ask('DELETE', '/api/v1/scenarios/memory@1.0.0')).status).toBe(204);
    expectProblem(await send(pack('memory', '1.1.0', 'eve').archive), 409, 'signer-changed');
    expectProblem(
      await send(pack('memory', '1.0.0', 'ann', { 'brief.en.md': '# x\n' }).archive),
      409,
      'version-taken',
    );
    expect((await send(pack('memory', '1.0.0', 'ann').archive)).body).toMatchObject({ isNew: true });
    expect(await versionsOf('memory')).toEqual(['1.0.0']);
  });

  it('counts as another where the scenario came unsigned with the installation', async () => {
    const { archive, signer } = pack('small', '9.0.0', 'eve');
    expectProblem(await send(archive), 409, 'signer-changed');
    expect((await send(archive, naming(signer))).status).toBe(201);
    await author.ask('DELETE', '/api/v1/scenarios/small@9.0.0');
    expect(await versionsOf('small')).toEqual(['1.0.0']);
  });
});

describe('the preview of a pack', () => {
  it('says what it contains and that nothing of it is here, and keeps nothing', async () => {
    const { archive, signer, digest } = pack('look', '1.0.0', 'new');
    const { body, status } = await send(archive, { path: '/preview' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ id: 'look', version: '1.0.0', digest, signer },
      standing: { version: 'new', signer: 'first', alsoSigned: [] },
      contents: {
        title: { vi: 'Nhỏ', en: 'Small' },
        tasks: { count: 4, points: 100 },
        nodes: [{ id: 'box', from: 'debian:bookworm-slim' }],
        pulls: ['debian:bookworm-slim'],
        rights: [],
      },
    });
    expect(JSON.stringify(body)).not.toMatch(/Xin chào|door_flag/);
    expect((await learner.get('/api/v1/scenarios/look')).status).toBe(404);
  });

  it('says how it stands to what is here', async () => {
    const first = pack('stand', '1.0.0', 'stan');
    await send(first.archive);
    const look = async (archive: Buffer) => (await send(archive, { path: '/preview' })).body.standing;
    expect(await look(first.archive)).toEqual({
      ...{ version: 'there', signer: 'same', signerBefore: first.signer, alsoSigned: [] },
    });
    const next = folder('stand', '1.1.0', { 'hint.txt': 'x' });
    next.delete('solution.yaml');
    next.set(
      'scenario.yaml',
      Buffer.from(
        Buffer.from(next.get('scenario.yaml')!)
          .toString()
          .replace(
            '    terminal: { user: root }',
            '    terminal: { user: root }\n    capabilities: [NET_RAW]',
          ),
      ),
    );
    expect(await look(signed(next, 'stand', '1.1.0', 'eve').archive)).toMatchObject({
      ...{ version: 'new', signer: 'changed', signerBefore: first.signer },
      changes: {
        against: 'stand@1.0.0',
        files: { added: ['hint.txt'], removed: ['solution.yaml'], changed: ['scenario.yaml'] },
        rights: { gained: ['box: capability NET_RAW'], lost: [] },
      },
    });
    const taken = pack('stand', '1.0.0', 'stan', { 'brief.en.md': '# y\n' });
    expect(await look(taken.archive)).toMatchObject({
      version: 'taken',
      signer: 'same',
      alsoSigned: ['stand@1.0.0'],
    });
  });
});

describe('taking a version out', () => {
  it('hides it, leaves others and exercises, and is for a version that is there', async () => {
    await send(pack('gone', '1.0.0').archive);
    await send(pack('gone', '1.1.0').archive);
    const made = await learner.post('/api/v1/exercises', { scenario: 'gone@1.1.0', mode: 'solo' });
    const remove = (reference: string) => author.ask('DELETE', `/api/v1/scenarios/${reference}`);
    for (const reference of ['gone', 'gone@', 'gone%00@1.0.0', 'gone@1.0.0@1.0.0']) {
      expectProblem(await remove(reference), 400, 'request-invalid');
    }
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
    await author.ask('DELETE', '/api/v1/scenarios/own@1.0.0');
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

describe('drafts', () => {
  const draft = async (n: number) =>
    author.post('/api/v1/scenarios/drafts', await draftOf(folder('draft', `1.0.${n}`)), {
      'content-type': 'application/x-tar',
    });
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
    expect(await versionsOf('side')).toHaveLength(3);
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

  it('can become a signed pack of the catalogue', async () => {
    const files = folder('grown', '1.0.0');
    await author.post('/api/v1/scenarios/drafts', await draftOf(files), {
      'content-type': 'application/x-tar',
    });
    const { archive, signer } = signed(files, 'grown', '1.0.0');
    expect((await send(archive)).body.isNew).toBe(true);
    expect((await author.get('/api/v1/scenarios/grown')).body.origin.signer).toBe(signer);
  });
});
