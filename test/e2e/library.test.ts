import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useProduct } from '../support/use-product.js';
import { vocr } from '../support/vocr.js';

const library = resolve(import.meta.dirname, '../../scenarios');
const folders = readdirSync(library, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Proven on an installation of its own, beside the author's commands. */
const provenElsewhere = 'first-breach';
/** Of the others `npm test` proves one, another each day; `npm run test:full` proves all. */
const others = folders.filter((name) => name !== provenElsewhere);
const day = Math.floor(Date.now() / 86_400_000);
const chosen = process.env['VOCR_TEST_FULL'] ? others : [others[day % others.length]!];

/** The first launch on a machine builds the images of the scenario. */
const imagesLimit = 900_000;

describe('the library', () => {
  const product = useProduct();

  it('has nothing to mend in any scenario', async () => {
    const { code, stdout } = await vocr(
      ['scenario', 'validate', '--json', ...folders.map((name) => join(library, name))],
      {},
    );
    const found = JSON.parse(stdout) as { folder: string; problems: unknown[] }[];
    expect(found).toHaveLength(folders.length);
    expect(found.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(code).toBe(0);
  });

  it.each(chosen)(
    '%s: untouched it scores nothing, solved it scores all, torn down it leaves nothing',
    async (name) => {
      const { code, stdout, stderr } = await vocr(
        ['scenario', 'test', '--json', join(library, name)],
        product().env,
      );
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const proof = JSON.parse(stdout) as {
        score: number;
        points: number;
        phases: { title: string; ms: number }[];
      };
      expect(proof.points).toBeGreaterThan(0);
      expect(proof.score).toBe(proof.points);
      const slowest = proof.phases.reduce((a, b) => (a.ms >= b.ms ? a : b));
      console.log(`${name}: ${proof.score} points; the longest phase is ${slowest.title}, ${slowest.ms} ms`);
      expect(await product().made('ranges')).toEqual([]);
    },
    imagesLimit,
  );
});
