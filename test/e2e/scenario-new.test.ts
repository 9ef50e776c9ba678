import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useProduct } from '../support/use-product.js';
import { vocr } from '../support/vocr.js';

/** The first trial on a machine builds the images that it is made of. */
const imagesLimit = 600_000;

describe('an author who begins', () => {
  const product = useProduct();
  let folder: string;
  const at = (...parts: string[]) => join(folder, ...parts);
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'vocr-new-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'is given a scenario that is valid and proven as it is',
    async () => {
      const title = ['--title-vi', 'Ca đêm', '--title-en', 'Night shift'];
      const made = await vocr(
        ['scenario', 'new', at('night'), '--id', 'night-shift', ...title, '--kind', 'forensics'],
        {},
      );
      expect(made).toMatchObject({ code: 0, stderr: '' });
      expect(made.stdout).toMatch(/✓ night-shift[^]*Tiếp theo \/ Next:/);
      expect(await vocr(['scenario', 'validate', at('night')], {})).toMatchObject({
        code: 0,
        stdout: '✓ night-shift@0.1.0 is valid\n',
      });
      const proven = await vocr(['scenario', 'test', at('night')], product().env);
      expect(proven.stdout).toMatch(/✓ night-shift@0\.1\.0 is sound: 100 of 100 points/);
    },
    imagesLimit,
  );

  it.each(['attack', 'defence'])(
    'is proven a scenario of %s too',
    async (kind) => {
      expect(await vocr(['scenario', 'new', at(kind), '--kind', kind, '--yes'], {})).toMatchObject({
        code: 0,
      });
      const { code, stdout, stderr } = await vocr(['scenario', 'test', at(kind)], product().env);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`✓ ${kind}@0.1.0 is sound: 100 of 100 points`);
    },
    imagesLimit,
  );

  it('is not asked where nobody can answer, and loses nothing that is there', async () => {
    const silent = await vocr(['scenario', 'new', at('silent')], {});
    expect(silent.code).toBe(2);
    expect(silent.stderr).toContain('Nobody can be asked here');
    expect(existsSync(at('silent'))).toBe(false);
    writeFileSync(at('mine'), 'mine');
    const taken = await vocr(['scenario', 'new', folder, '--yes'], {});
    expect(taken.code).toBe(1);
    expect(taken.stderr).toMatch(/is not empty: it has \S+/);
    expect(readFileSync(at('mine'), 'utf8')).toBe('mine');
    expect(await vocr(['scenario', 'new', at('x'), '--id', '../x', '--yes'], {})).toMatchObject({ code: 2 });
    expect(await vocr(['scenario', 'new', at('x'), '--kind', 'magic', '--yes'], {})).toMatchObject({
      code: 2,
    });
  });

  it('has the schema for the editor that the comment of the scenario leads to', async () => {
    const printed = await vocr(['scenario', 'schema'], {});
    expect(printed.code).toBe(0);
    expect(readFileSync(at('night/scenario.schema.json'), 'utf8')).toBe(printed.stdout);
    const written = await vocr(['scenario', 'schema', '--solution', '--out', at('s.json')], {});
    expect(written.code).toBe(0);
    expect(readFileSync(at('s.json'), 'utf8')).toBe(readFileSync(at('night/solution.schema.json'), 'utf8'));
    expect(await vocr(['scenario', 'schema', '--out', at('no/where.json')], {})).toMatchObject({ code: 1 });
  });

  it('is drawn the topology, in the language asked for, once the scenario is valid', async () => {
    const drawn = await vocr(
      ['scenario', 'graph', at('night'), '--language', 'en', '--out', at('night.svg')],
      {},
    );
    expect(drawn).toMatchObject({ code: 0 });
    expect(readFileSync(at('night.svg'), 'utf8')).toMatch(/^<svg [^]*Topology: Night shift[^]*<\/svg>\n$/);
    expect((await vocr(['scenario', 'graph', at('night')], {})).stdout).toContain('Sơ đồ mạng: Ca đêm');
    const wrong = readFileSync(at('night/scenario.yaml'), 'utf8').replace(
      'networks: { lan',
      'networks: { wan',
    );
    writeFileSync(at('night/scenario.yaml'), wrong);
    const refused = await vocr(['scenario', 'graph', at('night')], {});
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/scenario\.yaml:\d+:\d+ error: .*wan/);
  });
});
