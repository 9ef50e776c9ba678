import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { OpenTerminal, Terminal } from '#range';
import { ReadyShells } from './ready-shells.js';

const request: OpenTerminal = {
  installation: 'home',
  range: 'abcd1234',
  node: 'box',
  user: 'root',
  shell: ['/bin/bash', '-l'],
  cols: 80,
  rows: 24,
};

function shells(open?: () => Promise<Terminal>) {
  const opened: { stream: PassThrough; closed: boolean }[] = [];
  const said: string[] = [];
  const make = async (): Promise<Terminal> => {
    const stream = new PassThrough();
    const one = { stream, closed: false };
    opened.push(one);
    const close = () => {
      one.closed = true;
      stream.destroy();
    };
    return { stream, close, resize: async () => undefined, exitCode: async () => undefined };
  };
  return { opened, said, ready: new ReadyShells(open ?? make, (_, text) => said.push(text)) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a shell that stands ready', () => {
  it('is given once, with what it said before and after', async () => {
    const { opened, ready } = shells();
    await ready.prepare(request);
    await ready.prepare(request);
    expect(opened).toHaveLength(1);
    opened[0]!.stream.write('root@box');
    await turn();
    opened[0]!.stream.write(':~# ');
    await turn();
    const terminal = ready.take(request)!;
    expect(ready.take(request)).toBeUndefined();
    let seen = '';
    terminal.stream.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    terminal.stream.resume();
    opened[0]!.stream.write('ls');
    await turn();
    expect(seen).toBe('root@box:~# ls');
  });

  it('is none of another user or node', async () => {
    const { ready } = shells();
    await ready.prepare(request);
    expect(ready.take({ ...request, user: 'dev' })).toBeUndefined();
    expect(ready.take({ ...request, node: 'web' })).toBeUndefined();
    expect(ready.take(request)).toBeDefined();
  });

  it('is not given once it has ended, said too much, or its range was dropped', async () => {
    for (const end of ['end', 'flood', 'drop'] as const) {
      const { opened, ready } = shells();
      await ready.prepare(request);
      if (end === 'end') opened[0]!.stream.end();
      if (end === 'flood') opened[0]!.stream.write(Buffer.alloc(70_000));
      if (end === 'drop') ready.drop(request.range);
      await turn();
      expect(ready.take(request), end).toBeUndefined();
      expect(opened[0]!.closed, end).toBe(true);
    }
  });

  it('that cannot be had is told of', async () => {
    const { ready, said } = shells(() => Promise.reject(new Error('no such user')));
    await ready.prepare(request);
    expect(said).toEqual(['no shell stands ready in box of abcd1234: no such user']);
    expect(ready.take(request)).toBeUndefined();
  });
});
