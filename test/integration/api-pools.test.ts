import { HostRow, ScenarioPacks, type HostStatus } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { smallScenarioFiles } from '../support/scenario.js';

let at: TestApplication;
let teacher: Someone;
beforeAll(async () => {
  at = await startApplication();
  teacher = await at.someone('teacher', 'instructor');
});
afterAll(() => at.close());

/** A scenario of another id, whose node reads a value of the team from its environment. */
function unfit(): Map<string, Uint8Array> {
  const files = smallScenarioFiles();
  const text = Buffer.from(files.get('scenario.yaml')!).toString();
  const changed = text
    .replace('id: small', 'id: unfit')
    .replace('variables:', 'variables:\n  drink: { type: choice, of: [tea, coffee] }')
    .replace(
      '    terminal: { user: root }',
      "    environment: { DRINK: '{{ drink }}' }\n    terminal: { user: root }",
    );
  return files.set('scenario.yaml', Buffer.from(changed));
}

/** A host whose worker answers, with so many GB of memory. */
async function host(name: string, memory: number): Promise<void> {
  const ok = { ok: true, detail: 'answers' };
  const gibi = 2 ** 30;
  const status: HostStatus = {
    docker: ok,
    isolation: ok,
    capacity: {
      memory: { total: memory * gibi, available: memory * gibi },
      cpus: 32,
      disk: { total: 500 * gibi, free: 400 * gibi },
      networks: { total: 1000, used: 0 },
      slots: 4,
    },
  };
  const seenAt = new Date(Date.now() + 60_000);
  await at.db.getRepository(HostRow).insert({ name, seenAt, status: status as never });
}

const make = (body: unknown) => teacher.post('/api/v1/pools', body);

describe('pools', () => {
  it('are for instructors and admins', async () => {
    const [learner, author] = [await at.someone('learner'), await at.someone('author', 'author')];
    const admin = await at.someone('boss', 'admin');
    const { id } = (await make({ scenario: 'small', size: 0 })).body;
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '', { scenario: 'small', size: 1 }],
      ['GET', `/${id}`, undefined],
      ['PATCH', `/${id}`, { size: 1 }],
      ['GET', `/${id}/events`, undefined],
      ['DELETE', `/${id}`, undefined],
    ] as const) {
      for (const someone of [learner, author]) {
        expect((await someone.ask(method, `/api/v1/pools${path}`, body)).status, `${method} ${path}`).toBe(
          403,
        );
      }
      expect((await at.ask(method, `/api/v1/pools${path}`, body)).status).toBe(401);
    }
    expect((await admin.ask('DELETE', `/api/v1/pools/${id}`)).status).toBe(200);
  });

  it('refuse a scenario whose values are needed too early, and say where', async () => {
    await at.app.get(ScenarioPacks).add(unfit());
    const refused = await make({ scenario: 'unfit', size: 1 });
    expect(refused).toMatchObject({ status: 422, body: { type: 'urn:vocr:problem:scenario-not-poolable' } });
    expect(refused.body.detail).toMatch(/scenario\.yaml:21:28 drink differs per team/);
    expect(refused.body.errors).toMatchObject([{ path: 'nodes.box.environment.DRINK' }]);
  });

  it('refuse what there is not, and sizes that cannot be', async () => {
    expect((await make({ scenario: 'none', size: 1 })).status).toBe(404);
    for (const size of [-1, 301, 1.5, 'many'])
      expect((await make({ scenario: 'small', size })).status).toBe(400);
    expect((await teacher.get('/api/v1/pools/nothere')).body.type).toBe('urn:vocr:problem:pool-unknown');
  });

  it('tell how their ranges stand, log what happens, place them while nobody waits, and end', async () => {
    const made = await make({ scenario: 'small@1.0.0', size: 2 });
    expect(made).toMatchObject({
      status: 201,
      body: { state: 'open', size: 2, ready: 0, claimed: 0, failures: 0, outdated: false },
    });
    const { id } = made.body;
    const events = async () => (await teacher.get(`/api/v1/pools/${id}/events`)).body.items;
    const types = async () => (await events()).map(({ type }: { type: string }) => type);
    await expect.poll(types).toEqual(['pool.created', 'warm.requested', 'warm.requested']);
    await expect.poll(async () => (await teacher.get(`/api/v1/pools/${id}`)).body.preparing).toBe(2);

    await host('near', 64);
    await expect.poll(types).toContain('warm.placed');

    expect((await teacher.ask('PATCH', `/api/v1/pools/${id}`, { size: 1 })).body).toMatchObject({ size: 1 });
    await at.app
      .get(ScenarioPacks)
      .add(smallScenarioFiles().set('brief.en.md', Buffer.from('# Small, but new\n')));
    expect((await teacher.get('/api/v1/pools')).body.items).toMatchObject([{ id, outdated: true, size: 1 }]);

    expect((await teacher.ask('DELETE', `/api/v1/pools/${id}`)).body).toMatchObject({ state: 'closed' });
    expect((await teacher.ask('PATCH', `/api/v1/pools/${id}`, { size: 1 })).status).toBe(409);
    const log = await events();
    expect(log.map(({ seq }: { seq: number }) => seq)).toEqual(
      log.map((_: unknown, index: number) => index + 1),
    );
    expect(log.at(0)).toMatchObject({ type: 'pool.created', actor: teacher.account });
  });

  it('stop with the reason when no host can ever have their ranges', async () => {
    await at.db.query('DELETE FROM hosts');
    await host('tiny', 0.5);
    const { id } = (await make({ scenario: 'small', size: 2 })).body;
    const view = async () => (await teacher.get(`/api/v1/pools/${id}`)).body;
    const stopped = {
      state: 'stopped',
      preparing: 0,
      reason: expect.stringMatching(/^The range needs .* of memory/),
    };
    await expect.poll(view).toMatchObject(stopped);
    const again = await teacher.ask('PATCH', `/api/v1/pools/${id}`, { size: 2 });
    expect(again.body).toMatchObject({ state: 'open' });
    await expect.poll(view).toMatchObject(stopped);
    await teacher.ask('DELETE', `/api/v1/pools/${id}`);
  });
});
