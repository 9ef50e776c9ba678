import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.js';

describe('LogFile', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vocr-log-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = () => new Date('2026-01-02T03:04:05.006Z');

  it('writes whole lines with their time', () => {
    const log = new LogFile(join(folder, 'a.log'), undefined, at);
    log.add('one\ntw');
    log.add('o\nthr');
    expect(readFileSync(log.path, 'utf8')).toBe(
      '2026-01-02T03:04:05.006Z one\n2026-01-02T03:04:05.006Z two\n',
    );
    expect(log.tail()).toEqual(['one', 'two', 'thr']);
  });

  it('rotates, keeps so many files, and goes on counting after a restart', () => {
    const limits = { maxBytes: 60, keep: 2 };
    for (const text of ['1', '2', '3', '4', '5', '6', '7', '8', '9']) {
      new LogFile(join(folder, 'a.log'), limits, at).line(text);
    }
    const lines = (name: string) =>
      readFileSync(join(folder, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.slice(-1))
        .join('');
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    expect([lines('a.log.2'), lines('a.log.1'), lines('a.log')]).toEqual(['56', '78', '9']);
  });
});
