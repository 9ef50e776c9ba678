import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreLinks } from './postgres-binaries.js';

describe('restoreLinks', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'vocr-links-'));
    mkdirSync(join(home, 'native/lib'), { recursive: true });
    writeFileSync(join(home, 'native/lib/libpq.so.5.15'), '');
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const list = (links: { source: string; target: string }[]) =>
    writeFileSync(join(home, 'native/pg-symlinks.json'), JSON.stringify(links));

  it('makes the links, and again without harm', async () => {
    list([{ source: 'native/lib/libpq.so.5.15', target: 'native/lib/libpq.so' }]);
    await restoreLinks(home);
    await restoreLinks(home);
    expect(readlinkSync(join(home, 'native/lib/libpq.so'))).toBe('libpq.so.5.15');
  });

  it('has nothing to do without a list', async () => {
    await expect(restoreLinks(home)).resolves.toBeUndefined();
  });

  it('refuses a link outside the package', async () => {
    list([{ source: 'native/lib/libpq.so.5.15', target: 'native/../../evil' }]);
    await expect(restoreLinks(home)).rejects.toThrow('outside its own folder');
  });
});
