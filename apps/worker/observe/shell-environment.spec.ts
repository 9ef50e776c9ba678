import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellEnvironment } from './shell-environment.js';
import { ShellMarks, type MarkedCommand } from './shell-marks.js';

/** What an interactive bash tells of lines that are typed, in one stream as a terminal has it. */
async function told(...lines: string[]): Promise<MarkedCommand[]> {
  const environment = Object.fromEntries(
    shellEnvironment('key').map((one): [string, string] => {
      const at = one.indexOf('=');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
  const shell = spawn('sh', ['-c', 'exec bash --norc --noprofile -i 2>&1'], {
    env: { PATH: process.env['PATH'], HISTCONTROL: 'ignoreboth', HISTFILE: '', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const marks = new ShellMarks('key');
  const commands: MarkedCommand[] = [];
  shell.stdout.on('data', (chunk: Buffer) => commands.push(...marks.take(chunk).commands));
  shell.stdin.end(lines.map((line) => `${line}\n`).join(''));
  await new Promise((resolve) => shell.on('close', resolve));
  return commands;
}

describe('a shell', () => {
  it.each([
    ['echo a  b', 0],
    ['false', 1],
    [String.raw`printf '%s\n' "a;b\c" | grep -q ';'`, 0],
    ['echo tiếng Việt', 0],
    ['(exit 42)', 42],
  ])('tells %s as it begins, and as it ends', async (line, exit) => {
    expect(await told(line)).toEqual([{ line }, { line, exit }]);
  });

  it('tells the same line twice, and one with a space before it', async () => {
    expect((await told('true', 'true', ' id -u >/dev/null')).map(({ line, exit }) => [line, exit])).toEqual([
      ['true', undefined],
      ['true', 0],
      ['true', undefined],
      ['true', 0],
      ['id -u >/dev/null', undefined],
      ['id -u >/dev/null', 0],
    ]);
  });

  it('tells nothing of an empty line, and the exit code to the next command as ever', async () => {
    expect(await told('false', '', 'test $? = 1')).toEqual([
      { line: 'false' },
      { line: 'false', exit: 1 },
      { line: 'test $? = 1' },
      { line: 'test $? = 1', exit: 0 },
    ]);
  });

  it('tells what runs in a shell within it', async () => {
    const all = await told('bash --norc -i', 'echo in', 'exit 3', 'echo out');
    expect(all.map(({ line, exit }) => [line, exit])).toEqual([
      ['bash --norc -i', undefined],
      ['echo in', undefined],
      ['echo in', 0],
      ['exit 3', undefined],
      ['bash --norc -i', 3],
      ['echo out', undefined],
      ['echo out', 0],
    ]);
  });
});
