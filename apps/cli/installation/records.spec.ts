import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimData, findLauncher, forgetEngine, noteEngine, notedEngine, releaseData } from './records.js';
import { identify } from '../processes/process-identity.js';

const addresses = { address: 'https://range.example', local: 'http://127.0.0.1:8080' };

describe('the record of a launcher', () => {
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'vocr-records-'))));
  afterEach(() => rmSync(data, { recursive: true }));
  const leave = (process: object) =>
    writeFileSync(
      join(data, 'launcher.json'),
      JSON.stringify({ process, ...addresses, since: '2026-01-01T00:00:00Z' }),
    );

  it('is claimed once, found, and released', async () => {
    expect(await findLauncher(data)).toBeUndefined();
    expect(await claimData(data, addresses)).toBeUndefined();
    expect(await findLauncher(data)).toMatchObject({ process: { pid: process.pid }, ...addresses });
    expect((await claimData(data, addresses))?.process.pid).toBe(process.pid);
    await releaseData(data);
    expect(await findLauncher(data)).toBeUndefined();
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, started: 'x' }],
    ['a later process of the same number', { pid: process.pid, started: 'another boot/1' }],
  ])('of %s does not hinder', async (_, left) => {
    leave(left);
    expect(await findLauncher(data)).toBeUndefined();
    expect(await claimData(data, addresses)).toBeUndefined();
    expect((await findLauncher(data))?.process.pid).toBe(process.pid);
  });

  it('of another launcher is not released', async () => {
    const parent = (await identify(process.ppid))!;
    leave(parent);
    await releaseData(data);
    expect((await findLauncher(data))?.process).toEqual(parent);
  });

  it('that is damaged is named', async () => {
    writeFileSync(join(data, 'launcher.json'), '{');
    await expect(findLauncher(data)).rejects.toThrow(/launcher\.json is damaged/);
  });

  it('of an engine is kept while it lives', async () => {
    const own = (await identify(process.pid))!;
    await noteEngine(data, own);
    expect(await notedEngine(data)).toEqual(own);
    await noteEngine(data, { ...own, started: 'another boot/1' });
    expect(await notedEngine(data)).toBeUndefined();
    await forgetEngine(data);
    expect(await notedEngine(data)).toBeUndefined();
  });
});
