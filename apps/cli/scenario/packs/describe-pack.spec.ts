import type { PackContents } from '#scenario';
import { describe, expect, it } from 'vitest';
import { describePack, formatBytes, type Preview, printable } from './describe-pack.js';

const contents: PackContents = {
  ...{
    id: 'small',
    version: '1.1.0',
    title: { vi: 'Nhỏ', en: 'Small' },
    authors: ['Ann', 'Ben'],
    license: 'MIT',
  },
  tasks: { count: 4, points: 100 },
  files: { count: 6, bytes: 48_128 },
  nodes: [
    { id: 'box', from: 'debian:bookworm-slim' },
    { id: 'web', from: 'images/web' },
  ],
  needs: { memory: 512 * 2 ** 20, disk: 128 * 2 ** 20, cpus: 2 },
  builds: [{ folder: 'images/web', bases: ['vocr/base'] }],
  pulls: ['debian:bookworm-slim'],
  rights: ['web: capability NET_RAW'],
};
const preview = (standing: Partial<Preview['standing']> = {}): Preview => ({
  ...{ id: 'small', version: '1.1.0', digest: 'sha256:ab', signer: 'SHA256:ann' },
  standing: { version: 'new', signer: 'first', alsoSigned: [], ...standing },
});

describe('describePack', () => {
  it('says all that one wants to know before taking it in', () => {
    expect(describePack(contents, preview()).split('\n')).toEqual([
      'small@1.1.0  Nhỏ / Small',
      '  authors    Ann, Ben (MIT)',
      '  content    sha256:ab',
      '  signed by  SHA256:ann  (not known here)',
      '  holds      6 files, 47 KiB; 4 tasks, 100 points',
      '  a range    2 nodes, up to 512 MiB of memory, 128 MiB of disk, 2 cpus',
      '  nodes      box: debian:bookworm-slim',
      '             web: images/web',
      '  builds     images/web, on vocr/base',
      '             whose commands run on this engine, with internet, when images are built',
      '  pulls      debian:bookworm-slim',
      '  asks for   web: capability NET_RAW',
    ]);
  });

  it.each<[Partial<Preview['standing']>, string]>([
    [{ signer: 'first', alsoSigned: ['other@1.0.0'] }, '(known: signed other@1.0.0 here)'],
    [{ signer: 'same' }, '(the same as before)'],
    [{ signer: 'changed', signerBefore: 'SHA256:ben' }, '(ANOTHER than before: SHA256:ben; not known here)'],
    [{ signer: 'changed', signerBefore: null }, '(ANOTHER than before: unsigned; not known here)'],
  ])('says how far its signer is known: %j', (standing, said) => {
    expect(describePack(contents, preview(standing))).toContain(`SHA256:ann  ${said}`);
  });

  it('says what is another than in the version before, and bounds long lists', () => {
    const changes = {
      against: 'small@1.0.0',
      files: { added: ['a'], removed: ['b'], changed: Array.from({ length: 20 }, (_, n) => `c${n}`) },
      rights: { gained: ['web: capability NET_RAW'], lost: ['web: capability CHOWN'] },
    };
    const text = describePack(contents, preview({ signer: 'same', changes }));
    expect(text).toContain(
      '  against    small@1.0.0\n  files      + a\n             - b\n             ~ c0\n',
    );
    expect(text).toContain('             and 11 more\n');
    expect(text).toContain('  asks for   + web: capability NET_RAW\n             - web: capability CHOWN');
  });

  it('leaves out nothing that a pack asks for, builds or pulls, however long the list', () => {
    const all = Array.from({ length: 50 }, (_, n) => `x${n}`);
    const builds = all.map((folder) => ({ folder: `images/${folder}`, bases: ['vocr/base'] }));
    const text = describePack({ ...contents, rights: all, pulls: all, builds }, preview());
    for (const one of all) expect(text.match(new RegExp(`${one}(,|$)`, 'gm'))).toHaveLength(3);
  });

  it('lets nothing in a pack steer the terminal', () => {
    const hostile = { ...contents, title: { en: '\u001b]0;x\u0007\u202eevil\u009b2J\r\n' } };
    expect(describePack(hostile, preview())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(describePack(hostile, preview()).split('\n')[0]).toBe(
      'small@1.1.0  \\u{1b}]0;x\\u{7}\\u{202e}evil\\u{9b}2J\\u{d}\\u{a}',
    );
    expect(printable('Tiếng Việt đẹp')).toBe('Tiếng Việt đẹp');
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_536, '1.5 KiB'],
    [64 * 2 ** 20, '64 MiB'],
    [2 ** 41, '2048 GiB'],
  ])('%d', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
