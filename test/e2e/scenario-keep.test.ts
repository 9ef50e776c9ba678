import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { smallScenarios, useProduct } from '../support/use-product.js';
import { vocr } from '../support/vocr.js';

interface Report {
  ok: boolean;
  failure?: string;
  points?: number;
  logs?: Record<string, string[]>;
  kept?: { link: string; endBy: string };
  phases: { title: string; ms: number; done: boolean }[];
}

describe('a scenario that does not hold', () => {
  const product = useProduct();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-keep-'));
    cpSync(join(smallScenarios, 'one-box'), folder, { recursive: true });
    const change = (file: string, from: string, to: string) => {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(folder, file), text.replace(from, to));
    };
    const chatty = `command: [sh, -c, 'printf "\\033[2Jready, with "; cat /root/flag; echo; exec sleep infinity']`;
    change('scenario.yaml', 'command: [sleep, infinity]', chatty);
    change('solution.yaml', 'touch /root/mended', "'false'");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows what each machine printed, without what a team is to earn, and the time of each phase', async () => {
    const { code, stdout } = await vocr(['scenario', 'test', '--json', folder], product().env);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ ok: false, failure: 'The solution of mend ended with code 1.' });
    expect(report.logs).toEqual({ box: ['ready, with {{ door_flag }}'] });
    expect(report.kept).toBeUndefined();
    const titles = report.phases.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['Upload', 'Images', 'Launch', 'Solve find', 'Solve mend', 'Tear down']),
    );
    expect(report.phases.filter(({ done }) => !done).map(({ title }) => title)).toEqual(['Solve mend']);
    expect(await product().made('ranges')).toEqual([]);
  });

  it('holds for the tasks that are named, and what they require', async () => {
    const args = ['scenario', 'test', '--json', folder, '--task', 'find', 'guess'];
    const { code, stdout } = await vocr(args, product().env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, points: 30 });
    const none = await vocr(['scenario', 'test', folder, '--task', 'nothing'], product().env);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toContain('There is no task nothing in one-box; it has find, guess, mend.');
  });

  it('is left up to look around, by a link that leads into it, until it is told to end', async () => {
    const { code, stdout } = await vocr(['scenario', 'test', '--keep', folder], product().env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Solve mend.*✗/);
    expect(stdout).not.toContain('Tear down');
    expect(await product().made('ranges')).not.toEqual([]);

    const [, exercise, secret] = /sign-in\?next=%2Fexercises%2F(\w+)#(\S+)/.exec(stdout) ?? [];
    const signedIn = await fetch(`${product().url}/api/v1/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: product().url },
      body: JSON.stringify({ secret }),
    });
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const headers = { cookie, 'sec-fetch-site': 'same-origin', origin: product().url };
    const view = await fetch(`${product().url}/api/v1/exercises/${exercise}`, { headers });
    expect(await view.json()).toMatchObject({ state: 'running', ranges: [{ state: 'ready' }] });

    expect(stdout).toContain(`npx vocr exercise stop ${exercise}`);
    expect(await vocr(['exercise', 'stop', exercise!], product().env)).toMatchObject({ code: 0 });
    await until('the range is gone', async () => (await product().made('ranges')).length === 0);
    expect(await vocr(['exercise', 'stop', 'no/id'], product().env)).toMatchObject({ code: 2 });
  });
});
