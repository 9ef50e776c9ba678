import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyFreePort } from '../../apps/cli/machine/port.js';
import { vocr } from '../support/vocr.js';

/** Only root may mount a small disk. */
describe.skipIf(process.getuid?.() !== 0)('a disk that is nearly full', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-small-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  });
  afterAll(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });

  it('is refused with figures and a mend, and nothing is started', async () => {
    const env = { VOCR_DATA: join(folder, 'data'), VOCR_PORT: String(await anyFreePort()) };
    const { code, stdout, stderr } = await vocr(['up', '--detach'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /The disk is nearly full: \d+ MB free for VOCR's data in .+, and VOCR needs 2\.0 GB\./,
    );
    expect(stderr).toContain('set VOCR_DATA to a folder on a larger disk');
    expect(stdout).not.toContain('Database');
    expect(readdirSync(env.VOCR_DATA)).toEqual(['logs']);
    expect((await vocr(['status'], env)).stdout).toContain('VOCR does not run');
  });
});
