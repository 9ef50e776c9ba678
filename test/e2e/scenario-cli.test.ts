import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallScenarios, useProduct } from '../support/use-product.js';
import { vocr } from '../support/vocr.js';

/** The first launch on a machine builds the images of the scenario. */
const imagesLimit = 900_000;

describe('an author at the command line', () => {
  const product = useProduct();
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'vocr-author-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A copy of the scenario one-box in which one text of one file is another. Gives its folder and the line. */
  function spoiled(name: string, file: string, from: string, to: string): { path: string; line: number } {
    const path = join(folder, name);
    cpSync(join(smallScenarios, 'one-box'), path, { recursive: true });
    const text = readFileSync(join(path, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(path, file), text.replace(from, to));
    return { path, line: text.slice(0, text.indexOf(from)).split('\n').length };
  }

  it('is shown where a scenario is wrong, and that it is', async () => {
    const { path, line } = spoiled('dangling', 'scenario.yaml', '- { node: box,', '- { node: boxx,');
    const { code, stdout } = await vocr(['scenario', 'validate', path], {});
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`dangling/scenario\\.yaml:${line}:\\d+ error: .*boxx`));
    expect(stdout).toMatch(/✗ .*dangling: 1 to mend/);

    const json = await vocr(['scenario', 'validate', '--json', path], {});
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject([{ problems: [{ file: 'scenario.yaml', line }] }]);
  });

  it('is told that a scenario is valid, or that there is none', async () => {
    const valid = await vocr(['scenario', 'validate', join(smallScenarios, 'one-box')], {});
    expect(valid).toMatchObject({ code: 0, stdout: '✓ one-box@1.0.0 is valid\n' });
    const none = await vocr(['scenario', 'validate', join(folder, 'nowhere')], {});
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('There is no folder');
    expect((await vocr(['scenario', 'validate'], {})).code).toBe(2);
  });

  it('is told what of a valid scenario cannot run yet, before anything is started', async () => {
    const timeline = 'timeline: [{ id: hello, at: 5m, message: { body: { en: Hello } } }]\n';
    const { path } = spoiled('ahead', 'scenario.yaml', 'tasks:\n', `${timeline}tasks:\n`);
    const note = /note: timeline\[0\]: .* cannot run yet/;
    const valid = await vocr(['scenario', 'validate', path], {});
    expect(valid).toMatchObject({ code: 0, stdout: expect.stringMatching(note) as string });
    const refused = await vocr(['scenario', 'test', path], {});
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(note) as string });
  });

  it('has a sound scenario proven on the installation that runs', async () => {
    const { code, stdout } = await vocr(['scenario', 'test', join(smallScenarios, 'one-box')], product().env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ one-box@1\.0\.0 is sound: 60 of 60 points/);
    expect(stdout).not.toContain('private installation');
    expect(await product().made('ranges')).toEqual([]);
  });

  it.each([
    {
      what: 'a wrong answer in the solution',
      file: 'solution.yaml',
      from: 'cat /root/flag',
      to: "'echo VOCR{wrong}'",
      said: "The solution's answer to find is wrong: VOCR{wrong}",
    },
    {
      what: 'a solution that fails',
      file: 'solution.yaml',
      from: 'touch /root/mended',
      to: 'echo no way; exit 4',
      said: /The solution of mend ended with code 4\.\n.*no way/,
    },
    {
      what: 'a task that is solved untouched',
      file: 'scenario.yaml',
      from: '-e, /root/mended',
      to: '-e, /root/flag',
      said: 'Before its solution, the check of mend must fail, but it says passed.',
    },
  ])('is told of $what', async ({ what, file, from, to, said }) => {
    const { path } = spoiled(what.replaceAll(' ', '-'), file, from, to);
    const { code, stderr } = await vocr(['scenario', 'test', path], product().env);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
    expect(await product().made('ranges')).toEqual([]);
  });
});

describe('the first breach', () => {
  it(
    'is proven on an installation of its own, which leaves nothing',
    async () => {
      const { code, stdout, stderr } = await vocr(
        ['scenario', 'test', '--json', 'scenarios/first-breach'],
        {},
      );
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const proof = JSON.parse(stdout) as { score: number; points: number; phases: { title: string }[] };
      expect(proof.points).toBeGreaterThan(0);
      expect(proof.score).toBe(proof.points);
      expect(proof.phases.map(({ title }) => title)).toEqual(
        expect.arrayContaining(['Untouched it scores 0', 'Tear down', 'Nothing is left']),
      );
    },
    imagesLimit,
  );
});
