import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeProblem, Problem } from '../reporting/problem.js';
import { commandLine, runLogged } from './run-logged.js';

describe('runLogged', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vocr-run-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps the output and tells the lines', async () => {
    const lines: string[] = [];
    const log = join(folder, 'deep', 'x.log');
    await runLogged('sh', ['-c', 'echo good'], { log, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['good']);
    expect(readFileSync(log, 'utf8')).toMatch(/ \$ sh -c 'echo good'\n.* good\n$/);
  });

  it('names what failed, its last words, and the command to run', async () => {
    const log = join(folder, 'x.log');
    const error = await runLogged('sh', ['-c', 'echo bad >&2; exit 3'], { log }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Problem);
    const text = describeProblem(error);
    expect(text).toContain("`sh -c 'echo bad >&2; exit 3'` ended with code 3.");
    expect(text).toContain('  | bad');
    expect(text).toContain(`full output: ${log}`);
    expect(text).toContain('to mend it: run by hand: sh -c');
  });

  it('tells when there is no such command', async () => {
    await expect(runLogged('vocr-no-such-command', [], { log: join(folder, 'x.log') })).rejects.toThrow(
      /could not be run: .*ENOENT/,
    );
  });
});

describe('commandLine', () => {
  it('quotes what a shell would split', () => {
    expect(commandLine('apt-get', ['install', "it's", 'a b'])).toBe(`apt-get install 'it'\\''s' 'a b'`);
  });
});
