import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallScenarios } from '../support/use-product.js';
import { mustVocr, vocr } from '../support/vocr.js';

/** The first build on a machine fetches packages. */
const buildLimit = 900_000;
/** How one-box names its image. */
const named = 'image: debian:bookworm-slim';

describe('images at the command line', () => {
  let folder: string;
  let settings: Record<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-images-'));
    settings = { VOCR_DATA: join(folder, 'data') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    "are built once: the platform's by name, a scenario's by its folder",
    async () => {
      const build = async (...what: string[]) =>
        JSON.parse(await mustVocr(['image', 'build', '--json', ...what], settings)) as Record<
          string,
          unknown
        >[];
      const box = boxWith('RUN echo built > /built');
      const first = await build('base', box);
      expect(first[0]).toMatchObject({
        image: 'vocr/base',
        tag: expect.stringMatching(/^vocr\/base:[0-9a-f]{16}$/),
      });
      expect(first[1]).toMatchObject({
        scenario: 'one-box@1.0.0',
        tag: expect.stringMatching(/^vocr\/lab-one-box:/),
      });
      const again = await build('vocr/base', box);
      expect(again.map(({ cached }) => cached)).toEqual([true, true]);
      expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
      expect(Number(first[0]!.size)).toBeGreaterThan(1e8);
    },
    buildLimit,
  );

  it('that cannot be built are told with the Dockerfile, the step and what it printed', async () => {
    const { code, stderr } = await vocr(['image', 'build', boxWith('RUN echo why && exit 4')], settings);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/step 2 of 3 ended with code 4: RUN echo why && exit 4\n {2}why\n/),
    ]);
    const wrong = await vocr(['image', 'build', boxWith('VOLUME /x')], settings);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/Dockerfile:2:1 error: VOLUME/)]);
  });

  /** The scenario one-box, built from a Dockerfile with this line. Gives its folder. */
  function boxWith(line: string): string {
    const path = mkdtempSync(join(folder, 'box-'));
    cpSync(join(smallScenarios, 'one-box'), path, { recursive: true });
    const text = readFileSync(join(path, 'scenario.yaml'), 'utf8');
    expect(text).toContain(named);
    writeFileSync(join(path, 'scenario.yaml'), text.replace(named, 'build: images/box'));
    mkdirSync(join(path, 'images/box'), { recursive: true });
    writeFileSync(join(path, 'images/box/Dockerfile'), `FROM debian:bookworm-slim\n${line}\n`);
    return path;
  }

  it('that there are none of are a wrong use', async () => {
    const { code, stderr } = await vocr(['image', 'build', 'nonsense'], settings);
    expect([code, stderr]).toEqual([2, expect.stringContaining('attacker, base')]);
    expect((await vocr(['image', 'prune', '--older', 'soon'], settings)).code).toBe(2);
  });

  it('are listed with what keeps them, and none is removed while nobody knows what is wanted', async () => {
    const listed = JSON.parse(await mustVocr(['image', 'list', '--json'], settings)) as Record<
      string,
      unknown
    >[];
    const base = listed.find(({ repository }) => repository === 'vocr/base');
    expect(['unknown', 'container', 'name']).toContain(base?.use);
    const { code, stderr } = await vocr(['image', 'prune', '--older', '0s'], settings);
    expect([code, stderr]).toEqual([1, expect.stringContaining('nothing is known to be unneeded')]);
  });
});
