import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authorKey, usualKeyFile } from './author-key.js';

const folder = mkdtempSync(join(tmpdir(), 'vocr-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('authorKey', () => {
  it('makes a key for its owner alone on first use, and finds the same again', async () => {
    const file = join(folder, 'settings', 'vocr', 'author-key.pem');
    const made = await authorKey(file);
    expect(made).toMatchObject({
      file,
      isNew: true,
      fingerprint: expect.stringMatching(/^SHA256:[\w-]{43}$/),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'settings', 'vocr')).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(await authorKey(file)).toMatchObject({ fingerprint: made.fingerprint, isNew: false });
    expect((await authorKey(join(folder, 'other.pem'))).fingerprint).not.toBe(made.fingerprint);
  });

  it('takes no key that others can read', async () => {
    const file = join(folder, 'open.pem');
    await authorKey(file);
    chmodSync(file, 0o640);
    await expect(authorKey(file)).rejects.toThrow(/^Others can read the key/);
  });

  it('says what is no such key', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey;
    const cases = { 'rsa.pem': rsa.export({ type: 'pkcs8', format: 'pem' }), 'text.pem': 'hello' };
    for (const [name, content] of Object.entries(cases)) {
      const file = join(folder, name);
      writeFileSync(file, content, { mode: 0o600 });
      await expect(authorKey(file)).rejects.toThrow(`${file} is no private Ed25519 key`);
    }
  });

  it('is kept in the folder of settings', () => {
    expect(usualKeyFile({ XDG_CONFIG_HOME: '/settings' })).toBe('/settings/vocr/author-key.pem');
    expect(usualKeyFile({})).toMatch(/\/\.config\/vocr\/author-key\.pem$/);
  });
});
