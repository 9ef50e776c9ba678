import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '#config';
import { connectEngine, ensureHelper, helperName, removeHelper } from '#range';

const installation = `t-helper-${process.pid}`;
/** One client each, as several processes have. */
const engines = Array.from({ length: 6 }, () => connectEngine(readConfig(process.env).engine));
const [engine] = engines as [(typeof engines)[number]];

async function ensureAtOnce(): Promise<string[]> {
  const helpers = await Promise.all(engines.map((one) => ensureHelper(one, { installation })));
  for (const helper of helpers) helper.close();
  return helpers.map(({ container }) => container);
}

const ours = async () =>
  (await engine.containers.list([`vocr.installation=${installation}`])).map(({ id, state }) => [id, state]);

afterEach(() => removeHelper(engine, installation));

describe('the host helper', () => {
  it('is one, whoever makes it at the same time', async () => {
    const ids = new Set(await ensureAtOnce());
    expect(ids.size).toBe(1);
    expect(await ours()).toEqual([[[...ids][0], 'running']]);
  });

  it('takes the place of one of another image, and of one that ended, also then', async () => {
    const labels = { 'vocr.installation': installation, 'vocr.role': 'helper' };
    const other = await engine.containers.create(helperName(installation), {
      Image: 'debian:bookworm-slim',
      Cmd: ['sleep', '600'],
      Labels: labels,
      HostConfig: { NetworkMode: 'none' },
    });
    await engine.containers.start(other);
    const [made] = await ensureAtOnce();
    expect(made).not.toBe(other);
    expect(await ours()).toEqual([[made, 'running']]);
    const { pid } = (await engine.containers.inspect(made!))!;
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await engine.containers.inspect(made!))?.state).toBe('exited');
    const again = new Set(await ensureAtOnce());
    expect(again.size).toBe(1);
    expect(again).not.toContain(made);
  });

  it('is not made where a container of its name is not ours', async () => {
    const foreign = await engine.containers.create(helperName(installation), {
      Image: 'debian:bookworm-slim',
      Labels: {},
      HostConfig: { NetworkMode: 'none' },
    });
    try {
      await expect(ensureHelper(engine, { installation })).rejects.toThrow(/is in the way and is not ours/);
      expect(await engine.containers.inspect(foreign)).toBeDefined();
    } finally {
      await engine.containers.remove(foreign);
    }
  });
});
