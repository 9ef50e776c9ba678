import { describe, expect, it } from 'vitest';
import type { Engine } from './engine-model.js';
import { sweep, type SweepOptions } from './sweep.js';

const now = Date.parse('2026-01-02T03:04:05Z');
const minute = 60_000;
const thing = (name: string, ageMs: number, labels: Record<string, string>) => ({
  id: `id-${name}`,
  name,
  state: 'running',
  subnets: [],
  createdAt: now - ageMs,
  labels: { 'vocr.installation': 'home', ...labels },
});
const of = (range: string) => ({ 'vocr.range': range });

/** An engine that only has what is given, and notes what is removed from it. */
function engineWith(has: {
  containers?: ReturnType<typeof thing>[];
  networks?: ReturnType<typeof thing>[];
  volumes?: ReturnType<typeof thing>[];
  stuck?: string;
}) {
  const removed: string[] = [];
  const remove = async (id: string) => {
    if (id === has.stuck) throw new Error('it has active endpoints');
    removed.push(id);
  };
  const engine = {
    info: async () => ({ time: new Date(now).toISOString() }),
    containers: { list: async () => has.containers ?? [], remove },
    networks: { list: async () => has.networks ?? [], remove },
    volumes: { list: async () => has.volumes ?? [], remove },
  } as unknown as Engine;
  const run = (options: Partial<SweepOptions> = {}) =>
    sweep(engine, { installation: 'home', known: async () => new Set(['known000']), ...options });
  return { run, removed };
}

describe('a sweep', () => {
  const containers = [
    thing('helper', 99 * minute, { 'vocr.role': 'helper' }),
    thing('of-known', 99 * minute, of('known000')),
    thing('of-unknown', 11 * minute, of('unknown0')),
    thing('of-none', 11 * minute, {}),
    thing('fresh', 9 * minute, of('fresh000')),
    thing('rebuilt', 1 * minute, of('rebuilt0')),
  ];
  const networks = [
    thing('net-known', 99 * minute, of('known000')),
    thing('net-unknown', 12 * minute, of('unknown0')),
    thing('net-rebuilt', 30 * minute, of('rebuilt0')),
  ];

  it('removes what no known range owns and is old enough; a range is as young as its youngest part', async () => {
    const { run, removed } = engineWith({ containers, networks });
    const swept = await run({ graceMs: 10 * minute });
    expect(removed).toEqual(['id-of-unknown', 'id-of-none', 'id-net-unknown']);
    expect(swept.containers).toEqual(['of-unknown', 'of-none']);
    expect(swept.strays[0]).toEqual({
      kind: 'container',
      name: 'of-unknown',
      range: 'unknown0',
      ageMs: 11 * minute,
    });
  });

  it('has no grace where none is asked for', async () => {
    const { run, removed } = engineWith({ containers, networks });
    await run();
    expect(removed).not.toContain('id-of-known');
    expect(removed).not.toContain('id-helper');
    expect(removed).toHaveLength(6);
  });

  it('keeps what the engine tells no age of', async () => {
    const { run, removed } = engineWith({ containers: [thing('odd', NaN, of('unknown0'))] });
    await run({ graceMs: minute });
    expect(removed).toEqual([]);
  });

  it('only tells in a dry run', async () => {
    const { run, removed } = engineWith({ containers, networks });
    expect((await run({ graceMs: 10 * minute, dryRun: true })).strays).toHaveLength(3);
    expect(removed).toEqual([]);
  });

  it('goes on when one thing cannot be removed, and says which and why', async () => {
    const { run, removed } = engineWith({ containers, networks, stuck: 'id-of-unknown' });
    const swept = await run({ graceMs: 10 * minute });
    expect(removed).toEqual(['id-of-none', 'id-net-unknown']);
    expect(swept.left).toMatchObject([{ name: 'of-unknown', why: 'it has active endpoints' }]);
    expect(swept.containers).toEqual(['of-none']);
  });

  it("takes old volumes, but never the helper's own, and none without knowing that", async () => {
    const volumes = [
      thing('hold-now', 99 * minute, {}),
      thing('hold-old', 99 * minute, {}),
      thing('hold-new', 1 * minute, {}),
    ];
    const { run, removed } = engineWith({ volumes });
    expect((await run({ graceMs: 10 * minute })).volumes).toEqual([]);
    expect((await run({ graceMs: 10 * minute, holdVolume: 'hold-now' })).volumes).toEqual(['hold-old']);
    expect(removed).toEqual(['hold-old']);
  });

  it('asks what is known only after it has looked, so that nothing that comes up meanwhile is taken', async () => {
    const has = { containers: [] as typeof containers };
    const { run, removed } = engineWith(has);
    await run({
      known: async () => {
        has.containers = [thing('late', 99 * minute, of('late0000'))];
        return new Set();
      },
    });
    expect(removed).toEqual([]);
  });
});
