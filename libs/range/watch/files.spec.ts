import { describe, expect, it } from 'vitest';
import type { Engine } from '../engine-model.js';
import { fileWatch, lookAtFiles } from './files.js';
import type { SeenFile, WatchedRange } from './model.js';

const range: WatchedRange = { range: 'aaaaaaaa', nodes: [{ name: 'box', interfaces: [] }] };
const hex = (text: string) => Buffer.from(text).toString('hex');
const [running, gone] = [4711, 0];

/** An engine and a helper whose program answers as it is told to; keeps what it was asked. */
function bench(answers: string[], pid = running) {
  const asked: string[] = [];
  const seen: SeenFile[] = [];
  const said: string[] = [];
  const facts = {
    id: 'c0ffee',
    pid,
    state: 'running',
    startedAt: '',
    labels: { 'vocr.installation': 'here' },
  };
  const engine = { containers: { inspect: async () => facts } } as unknown as Engine;
  const command = async ({ input }: { input?: string | Buffer }) => {
    asked.push(String(input));
    const stdout = answers.shift() ?? '';
    return { exitCode: 0, timedOut: false, truncated: false, stdout, stderr: 'no perl' };
  };
  const helper = { installation: 'here', command };
  const watch = (tell = (one: SeenFile) => void seen.push(one), isReady = () => true) =>
    fileWatch(range, [{ node: 'box', path: '/etc//hosts/' }], tell, isReady, (why) => said.push(why));
  return {
    asked,
    seen,
    said,
    watch,
    look: (one: ReturnType<typeof watch>) => lookAtFiles({ engine, helper }, [one]),
  };
}
const there = 'there aaaaaaaa box\n';
const change = `change aaaaaaaa box written 250 ${hex('/etc/hosts')}\n`;

describe('a look at files', () => {
  it('asks for each node where the engine says that it is, and tells what changed', async () => {
    const { asked, seen, watch, look } = bench([`${there}${change}looked\n`]);
    const before = Date.now();
    expect(await look(watch())).toEqual([]);
    expect(asked).toEqual([`range aaaaaaaa 0\nnode box c0ffee ${running} 1\npath ${hex('/etc/hosts')}\n`]);
    expect(seen).toMatchObject([{ kind: 'file', node: 'box', path: '/etc/hosts', change: 'written' }]);
    expect(seen[0]!.at).toBeGreaterThanOrEqual(before - 250);
    expect(seen[0]!.at).toBeLessThanOrEqual(Date.now() - 250);
  });

  it('keeps what was told only once all of it was', async () => {
    const { asked, watch, look } = bench(Array.from({ length: 3 }, () => `${there}${change}looked\n`));
    let fails = true;
    const one = watch(() => {
      if (fails) throw new Error('the database is away');
    });
    expect(await look(one)).toEqual([new Error('the database is away')]);
    fails = false;
    await look(one);
    await look(one);
    expect(asked.map((text) => text.split('\n')[0])).toEqual([
      'range aaaaaaaa 0',
      'range aaaaaaaa 0',
      'range aaaaaaaa 1',
    ]);
  });

  it('asks whether a node is ready until it is looked into, and again after it was lost', async () => {
    const lost = 'lost aaaaaaaa box\nlooked\n';
    const { asked, watch, look } = bench([`held aaaaaaaa box\nlooked\n`, `${there}looked\n`, lost, lost]);
    const answers = [false, true, false];
    const one = watch(undefined, () => answers.shift()!);
    for (let i = 0; i < 4; i++) await look(one);
    expect(asked.map((text) => / (\d)$/m.exec(text.split('\n')[1]!)?.[1])).toEqual(['0', '1', '1', '0']);
  });

  it('says of a node that cannot be looked into for long that it is so, once', async () => {
    const { said, watch, look } = bench(
      Array.from({ length: 40 }, () => 'looked\n'),
      gone,
    );
    const one = watch();
    for (let i = 0; i < 40; i++) await look(one);
    expect(said).toEqual(['range aaaaaaaa: changes of files of node box are not seen: it does not run']);
  });

  it('fails with what the program said', async () => {
    const { watch, look } = bench(['change aaaa']);
    await expect(look(watch())).rejects.toThrow('files of nodes cannot be looked at: no perl');
  });
});

describe('files that cannot be watched', () => {
  const ask = (node: string, path: string) => () =>
    fileWatch(
      range,
      [{ node, path }],
      () => undefined,
      () => true,
      () => undefined,
    );

  it.each(['/proc/1/root', '/sys', '/dev/shm/x', '/etc/../proc/x', 'etc/passwd', '/etc/\0'])(
    'are %j',
    (path) => expect(ask('box', path)).toThrow('a node has no files of its own there'),
  );

  it('are those of a node that is not there', () =>
    expect(ask('bix', '/etc')).toThrow('files of bix cannot be watched: the range has no such node'));
});
