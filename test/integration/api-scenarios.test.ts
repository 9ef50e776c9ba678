import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { folder, naming, pack, sendPack, sentAs, signed } from '../support/packs.js';
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
      expectProblem(await sendPack(as, archive), 403, 'not-yours');
      expectProblem(await sendPack(as, archive, '/preview'), 403, 'not-yours');
      expectProblem(await as.ask('DELETE', '/api/v1/scenarios/small@1.0.0'), 403, 'not-yours');
    }
    expectProblem(
      await at.ask('POST', '/api/v1/scenarios', new Uint8Array(archive), sentAs),
      401,
      'not-signed-in',
    );
    expect((await learner.get('/api/v1/scenarios/mine')).status).toBe(404);
    expect((await sendPack(await at.someone('boss', 'admin'), archive)).status).toBe(201);
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
        const answer = await send(bytes, path);
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
    const { body, status } = await send(archive, '/preview');
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
    const look = async (archive: Buffer) => (await send(archive, '/preview')).body.standing;
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
