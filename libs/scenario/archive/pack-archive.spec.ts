import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packOf } from '../pack.js';
import { sampleFolder } from '../testing/sample-folder.js';
import { misnamed, openPack, sealPack } from './pack-archive.js';
import { fingerprintOf, signManifest } from './signature.js';
import { ArchiveError, type TarEntry, readTar, writeTar } from './tar.js';

/** An Ed25519 key of a name, the same each time. */
function keyOf(name: string): KeyObject {
  const seed = createHash('sha256').update(name).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

const about = { id: 'sample', version: '1.0.0' };
const files = sampleFolder();
const sealed = sealPack(files, about, keyOf('ann'));
const entries = [...readTar(sealed.archive)];

const why = (archive: Uint8Array): string => {
  try {
    openPack(archive);
  } catch (error) {
    if (error instanceof ArchiveError) return error.message;
    throw error;
  }
  return 'taken';
};
/** The archive with its entries changed, each header sound. */
const changed = (change: (entries: TarEntry[]) => TarEntry[]) => why(writeTar(change([...entries])));
const withContent = (path: string, content: (text: string) => string) =>
  entries.map((entry) =>
    entry.path === path
      ? { path, content: Buffer.from(content(Buffer.from(entry.content).toString('utf8'))) }
      : entry,
  );

describe('a signed pack', () => {
  it('opens to what was sealed, and says who signed', () => {
    const opened = openPack(sealed.archive);
    expect(new Map([...opened.files].map(([path, data]) => [path, Buffer.from(data)]))).toEqual(
      new Map(
        [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, data]) => [path, Buffer.from(data)]),
      ),
    );
    expect(opened.manifest).toMatchObject({ ...about, digest: packOf(files).digest });
    expect(opened.signer).toBe(sealed.signer);
    expect(opened.signer).toMatch(/^SHA256:[\w-]{43}$/);
    expect(fingerprintOf(opened.signature.key)).toBe(opened.signer);
  });

  it('is the same bytes for the same folder and key, in whatever order its files come', () => {
    const turned = new Map([...files].reverse());
    expect(sealPack(turned, about, keyOf('ann')).archive.equals(sealed.archive)).toBe(true);
    const other = sealPack(files, about, keyOf('ben'));
    expect(other.digest).toBe(sealed.digest);
    expect(other.signer).not.toBe(sealed.signer);
    expect(other.archive.equals(sealed.archive)).toBe(false);
  });

  it('says when its manifest names another scenario than scenario.yaml', () => {
    const { manifest } = openPack(sealed.archive);
    expect(misnamed(manifest, about)).toBeUndefined();
    expect(misnamed(manifest, { ...about, version: '1.0.1' })).toBe(
      'vocr-pack.json says sample@1.0.0, scenario.yaml says sample@1.0.1',
    );
  });

  it('is made with an Ed25519 key only', () => {
    const rsa = { asymmetricKeyType: 'rsa' } as KeyObject;
    expect(() => signManifest(Buffer.from('x'), rsa)).toThrow();
  });
});

describe('a tampered pack', () => {
  it('is refused whichever of its bytes is another', () => {
    const { archive } = sealPack(new Map([['a/b', Buffer.from('hi')]]), about, keyOf('ann'));
    expect(why(archive)).toBe('taken');
    for (let at = 0; at < archive.length; at++) {
      const copy = Buffer.from(archive);
      copy[at]! ^= 1 << ((at * 2_654_435_761) % 8);
      const message = why(copy);
      if (message === 'taken') expect.fail(`byte ${at} may be another`);
    }
  }, 60_000);

  it('is refused with any piece cut out, put in, written over or moved', () => {
    const { archive } = sealed;
    const place = fc.nat(archive.length - 1);
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: 1, max: 3_000 }),
        fc.uint8Array({ maxLength: 1_500 }),
        (at, drop, put) => {
          const copy = Buffer.concat([archive.subarray(0, at), put, archive.subarray(at + drop)]);
          fc.pre(!copy.equals(archive));
          expect(why(copy)).not.toBe('taken');
        },
      ),
      { numRuns: 400, seed: 4 },
    );
  }, 60_000);

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < sealed.archive.length; length += 97) {
      expect(why(sealed.archive.subarray(0, length))).not.toBe('taken');
    }
    expect(why(sealed.archive.subarray(0, sealed.archive.length - 1))).toMatch(/^it is cut off at byte \d+$/);
    expect(why(sealed.archive.subarray(0, 700))).toBe('it is cut off within vocr-pack.json');
  });

  it.each<[string, (all: TarEntry[]) => TarEntry[], RegExp]>([
    [
      'a changed file',
      () => withContent('scenario/images/web/Dockerfile', (text) => `${text}RUN id\n`),
      /^it is not what was signed: images\/web\/Dockerfile was changed$/,
    ],
    [
      'a file more',
      (all) => [...all, { path: 'scenario/zz', content: Buffer.from('x') }],
      /^it is not what was signed: zz was added$/,
    ],
    [
      'a file less',
      (all) => all.filter(({ path }) => path !== 'scenario/brief.en.md'),
      /^it is not what was signed: brief\.en\.md is missing$/,
    ],
    [
      'a renamed file',
      (all) =>
        all.map((entry) =>
          entry.path === 'scenario/brief.en.md' ? { ...entry, path: 'scenario/brief.eo.md' } : entry,
        ),
      /brief\.eo\.md was added, brief\.en\.md is missing$/,
    ],
    ['the same file twice', (all) => [...all, all.at(-1)!], /^scenario\/solution\.yaml is in it twice$/],
    [
      'files in another order',
      (all) => [...all.slice(0, 2), ...all.slice(2).reverse()],
      /^brief\.en\.md is not in its place/,
    ],
    [
      'a path that leaves the folder',
      (all) => [...all, { path: 'scenario/../x', content: Buffer.from('') }],
      /^\.\.\/x: must be a plain path/,
    ],
    [
      'a file outside the folder',
      (all) => [...all, { path: 'etc/passwd', content: Buffer.from('') }],
      /^etc\/passwd does not belong in a pack$/,
    ],
    [
      'another manifest',
      () => withContent('vocr-pack.json', (text) => text.replace('"1.0.0"', '"1.0.1"')),
      /^vocr-pack\.json is not what the key SHA256:[\w-]{43} signed$/,
    ],
    [
      'a manifest written otherwise',
      () => withContent('vocr-pack.json', (text) => text.replace('\n', '\n ')),
      /^vocr-pack\.json is not written as VOCR writes it$/,
    ],
    [
      'a manifest that says more',
      () => withContent('vocr-pack.json', (text) => text.replace('{', '{"trusted":true,')),
      /^vocr-pack\.json is not as it must be:.*trusted/,
    ],
    [
      'no manifest',
      (all) => all.slice(1),
      /^it is no pack of VOCR: vocr-pack\.json must stand here, there is vocr-pack\.sig$/,
    ],
    [
      'no signature',
      ([manifest, , ...all]) => [manifest!, ...all],
      /vocr-pack\.sig must stand here, there is scenario\/brief\.en\.md$/,
    ],
    [
      "another's signature",
      ([manifest, , ...all]) => {
        const by = signManifest(Buffer.from('another manifest'), keyOf('ben'));
        return [
          manifest!,
          { path: 'vocr-pack.sig', content: Buffer.from(`${JSON.stringify(by, null, 2)}\n`) },
          ...all,
        ];
      },
      /^vocr-pack\.json is not what the key SHA256:[\w-]{43} signed$/,
    ],
    ['nothing', () => [], /must stand here, there is nothing$/],
  ])('is refused with %s, which is named', (_, change, message) => {
    expect(changed(change)).toMatch(message);
  });

  it.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a character device'],
    ['5', 'a folder'],
    ['6', 'a pipe'],
    ['x', 'of the kind "x"'],
  ])('is refused with an entry of the kind %s', (kind, said) => {
    const archive = Buffer.from(sealed.archive);
    archive.write(kind, 156);
    archive.write('        ', 148);
    const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(why(archive)).toBe(`vocr-pack.json is ${said}: only plain files may be in it`);
  });

  it('is refused when a header says more than it must, with a sound checksum', () => {
    const archive = Buffer.from(sealed.archive);
    archive.write('root', 265);
    archive.write('        ', 148);
    const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(why(archive)).toBe('the header of vocr-pack.json says more than its name and size (byte 0)');
  });

  it('is refused when something is behind its end', () => {
    expect(why(Buffer.concat([sealed.archive, Buffer.alloc(512)]))).toMatch(
      /^there is something behind its end/,
    );
  });

  it('is refused before it is read when it is too large', () => {
    expect(why(Buffer.alloc(80 * 2 ** 20))).toMatch(/^it has 83886080 bytes, may have/);
  });

  it('is refused, and nothing worse, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => why(bytes) !== 'taken'));
  });
});

describe('writeTar', () => {
  it('holds long paths and says which are too long', () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(90)}`;
    const read = [...readTar(writeTar([{ path: long, content: Buffer.from('x') }]))];
    expect(read.map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual([[long, 'x']]);
    expect(() => writeTar([{ path: 'f'.repeat(101), content: Buffer.alloc(0) }])).toThrow(
      /is too long for an archive/,
    );
    expect(() => writeTar([{ path: `${'d'.repeat(160)}/f`, content: Buffer.alloc(0) }])).toThrow(
      ArchiveError,
    );
  });
});
