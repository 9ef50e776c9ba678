import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBounds, PackError, packOf } from './pack.js';

const of = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('packOf', () => {
  it('lists files sorted, each with its hash and size, and hashes the list', () => {
    const { digest, files } = packOf(of({ 'b/x': 'hi', a: '' }));
    expect(files).toEqual([
      { path: 'a', sha256: sha(''), size: 0 },
      { path: 'b/x', sha256: sha('hi'), size: 2 },
    ]);
    expect(digest).toBe(`sha256:${sha(`${sha('')} 0 a\n${sha('hi')} 2 b/x\n`)}`);
  });

  it('has one digest for the same files in any order, and another for any change', () => {
    const name = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom(...'abcdef') });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.string()), { minLength: 1, selector: ([path]) => path }),
        fc.nat(),
        (entries, at) => {
          const { digest } = packOf(of(Object.fromEntries(entries)));
          expect(packOf(of(Object.fromEntries([...entries].reverse()))).digest).toBe(digest);
          const [path, text] = entries[at % entries.length]!;
          const others = entries.filter(([other]) => other !== path);
          expect(packOf(of(Object.fromEntries([...others, [path, `${text}x`]]))).digest).not.toBe(digest);
          expect(packOf(of(Object.fromEntries([...others, [`${path}z`, text]]))).digest).not.toBe(digest);
          expect(packOf(of(Object.fromEntries(others))).digest).not.toBe(digest);
        },
      ),
    );
  });

  it.each([
    ['../x', /inside the folder/],
    ['/etc/passwd', /inside the folder/],
    ['a//b', /inside the folder/],
    ['a/./b', /inside the folder/],
    ['a\\b', /backslash or control/],
    ['a\nb', /backslash or control/],
    ['a'.repeat(256), /longer than 255/],
    ['e\u0301', /NFC/],
    ['images/web/.git/config', /\.git/],
    ['.DS_Store', /\.DS_Store/],
  ])('refuses the path %j', (path, why) => {
    expect(() => packOf(of({ [path]: 'x' }))).toThrow(PackError);
    expect(() => packOf(of({ [path]: 'x' }))).toThrow(why);
  });

  it('refuses names that differ in capitals only, and leaves no dotfile out', () => {
    expect(() => packOf(of({ 'a/B': '', 'A/b': '' }))).toThrow(/A\/b: differs from a\/B in capitals only/);
    expect(packOf(of({ 'images/web/.htaccess': 'x' })).files).toHaveLength(1);
  });

  it('refuses too many and too big files, naming each fault', () => {
    const many = Object.fromEntries(
      Array.from({ length: packBounds.files + 1 }, (_, index) => [`f${index}`, '']),
    );
    expect(() => packOf(of(many))).toThrow(/has 4001 files, may have 4000/);
    const big = new Map([
      ['a', new Uint8Array(packBounds.bytes)],
      ['..', new Uint8Array(1)],
    ]);
    expect(() => packOf(big)).toThrow(
      /^has 67108865 bytes, may have 67108864 \(64 MiB\)\n\.\.: must be a plain path/,
    );
  });
});
