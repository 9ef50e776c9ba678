import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';
import { connectEngine } from '#range';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { smallScenarios, useProduct } from '../support/use-product.js';
import { cleanEnvironment } from '../support/vocr.js';

const launchLimit = 180_000;

describe('an author who writes while it runs', () => {
  const product = useProduct();
  let folder: string;
  let dev: ChildProcess;
  let said = '';

  const file = (path: string) => join(folder, path);
  const change = (path: string, from: string, to: string) => {
    const text = readFileSync(file(path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(file(path), text.replace(from, to));
  };
  /** What is said from now on, once it holds a text and the command waits again. */
  const next = async (act: () => void, text: string | RegExp): Promise<string> => {
    const begin = said.length;
    act();
    const isDone = () => {
      const now = said.slice(begin);
      const at = now.search(
        text instanceof RegExp ? text : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
      );
      return at >= 0 && /Watching|stays as it is/.test(now.slice(at)) ? now : undefined;
    };
    return until(`dev says ${String(text)}`, isDone, launchLimit).catch((error: Error) => {
      throw new Error(`${error.message}\n${said.slice(begin)}`, { cause: error });
    });
  };
  /** Docker's ids of the machines, by node. */
  const machines = async (): Promise<Record<string, string>> => {
    const names = await product().made('ranges');
    const engine = connectEngine(readConfig(cleanEnvironment()).engine);
    const found = await Promise.all(names.map((name) => engine.containers.inspect(name)));
    return Object.fromEntries(
      found.flatMap((facts) => (facts ? [[facts.labels['vocr.node']!, facts.id]] : [])),
    );
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-dev-'));
    cpSync(join(smallScenarios, 'one-box'), folder, { recursive: true });
    mkdirSync(file('images/still'), { recursive: true });
    writeFileSync(file('images/still/Dockerfile'), 'FROM debian:bookworm-slim\nCOPY note /srv/note\n');
    writeFileSync(file('images/still/note'), 'one\n');
    const still = `  still:
    build: images/still
    command: [sleep, infinity]
    networks: { lan: { address: 192.168.56.11 } }
tasks:
`;
    change('scenario.yaml', 'tasks:\n', still);
    const env = cleanEnvironment(product().env);
    dev = spawn(process.execPath, ['apps/cli/vocr.mjs', 'scenario', 'dev', folder], { env, stdio: 'pipe' });
    for (const stream of [dev.stdout!, dev.stderr!]) stream.on('data', (chunk) => (said += String(chunk)));
    await next(() => undefined, 'box');
  }, launchLimit);
  afterAll(() => {
    dev.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('is led into the range', () => {
    expect(said).toMatch(/http:\S+\/sign-in\?next=%2Fexercises%2F\w+#\S{20}/);
    expect(said).toMatch(/box\s+ready\s+192\.168\.56\.10\n\s+still\s+ready\s+192\.168\.56\.11/);
  });

  it('changes texts and tasks while all machines go on', async () => {
    const before = await machines();
    expect(Object.keys(before).sort()).toEqual(['box', 'still']);
    await next(() => change('brief.en.md', '# one-box', '# Another'), 'no machine is touched');
    await next(() => change('scenario.yaml', 'Guess the number', 'Guess it'), 'no machine is touched');
    expect(await machines()).toEqual(before);
  });

  it('has only the machine replaced whose files differ', async () => {
    const before = await machines();
    await next(
      () => change('scenario.yaml', "'{{ door_flag }}'", "'flag {{ door_flag }}'"),
      'built anew: box;',
    );
    const after = await machines();
    expect(after['still']).toBe(before['still']);
    expect(after['box']).not.toBe(before['box']);
  });

  it('has only the machine replaced whose image differs', async () => {
    const before = await machines();
    await next(() => writeFileSync(file('images/still/note'), 'two\n'), 'built anew: still;');
    const after = await machines();
    expect(after['box']).toBe(before['box']);
    expect(after['still']).not.toBe(before['still']);
  });

  it('is told of faults, and of images that cannot be built, while all machines go on', async () => {
    const before = await machines();
    const wrong = await next(() => change('scenario.yaml', 'user: root', 'usr: root'), 'stays as it is');
    expect(wrong).toMatch(/scenario\.yaml:\d+:\d+ error: .*usr/);
    const broken = () => {
      change('scenario.yaml', 'usr: root', 'user: root');
      writeFileSync(file('images/still/Dockerfile'), 'FROM debian:bookworm-slim\nRUN exit 3\n');
    };
    expect(await next(broken, 'exit 3')).not.toContain('built anew');
    expect(await machines()).toEqual(before);
  });

  it('leaves nothing when it is told to end', async () => {
    dev.kill('SIGINT');
    const [code] = (await once(dev, 'exit')) as [number | null];
    expect(said).toContain('Nothing is left');
    expect(code).toBe(0);
    expect(await product().made('ranges')).toEqual([]);
  });
});
