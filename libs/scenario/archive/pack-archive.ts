import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Pack, PackError, packBounds, packOf } from '../pack.js';
import type { Scenario } from '../schema.js';
import { fingerprintOf, isSignedBy, type Signature, signManifest } from './signature.js';
import { ArchiveError, readTar, type TarEntry, writeTar } from './tar.js';

/** Names in the archive. */
const manifestName = 'vocr-pack.json';
const signatureName = 'vocr-pack.sig';
const folder = 'scenario/';

/** Most bytes of an archive: the files, and for each a header, padding and its line in the manifest. */
export const archiveBound = packBounds.bytes + packBounds.files * 2_048;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  format: z.literal('vocr-pack/v1'),
  id: z.string(),
  version: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  files: z.array(z.strictObject({ path: z.string(), sha256: hex, size: z.int().min(0) })),
});
/** So many bytes in base64url, in the one way of writing them. */
const bytesText = (length: number) =>
  z.string().refine((text) => {
    const bytes = Buffer.from(text, 'base64url');
    return bytes.length === length && bytes.toString('base64url') === text;
  }, `must be ${length} bytes in base64url`);
const signatureSchema = z.strictObject({
  algorithm: z.literal('ed25519'),
  key: bytesText(32),
  signature: bytesText(64),
});

/** What the author of a pack signed. */
export type Manifest = z.infer<typeof manifestSchema>;

/** A pack whose every byte is the one that was signed. Who signed, and whether the scenario is sound, is another matter. */
export interface OpenedPack {
  manifest: Manifest;
  /** The scenario's folder, by path. */
  files: Map<string, Uint8Array>;
  signature: Signature;
  /** Of the key that signed. */
  signer: string;
}

/**
 * A scenario's folder as a signed archive. The same folder and key give the same bytes.
 * @param scenario what the folder's scenario.yaml says
 * @param key the author's private Ed25519 key
 * @throws PackError when the folder cannot be a pack; ArchiveError for a path that is too long
 */
export function sealPack(
  files: ReadonlyMap<string, Uint8Array>,
  { id, version }: Pick<Scenario, 'id' | 'version'>,
  key: KeyObject,
): { archive: Buffer; digest: string; signer: string } {
  const { digest, files: listed } = packOf(files);
  const manifest = textOf({ format: 'vocr-pack/v1', id, version, digest, files: listed });
  const signature = signManifest(manifest, key);
  const archive = writeTar([
    { path: manifestName, content: manifest },
    { path: signatureName, content: textOf(signature) },
    ...listed.map(({ path }) => ({ path: `${folder}${path}`, content: files.get(path)! })),
  ]);
  return { archive, digest, signer: fingerprintOf(signature.key) };
}

/**
 * Reads a signed archive. Refuses it when one byte is not the one that was signed.
 * @throws ArchiveError that names what is wrong
 */
export function openPack(archive: Uint8Array): OpenedPack {
  if (archive.length > archiveBound) {
    throw new ArchiveError(`it has ${archive.length} bytes, may have ${archiveBound}`);
  }
  const entries = readTar(archive)[Symbol.iterator]();
  const manifestEntry = next(entries, manifestName);
  const signatureEntry = next(entries, signatureName);
  const manifest = parse(manifestEntry, manifestSchema);
  const signature = parse(signatureEntry, signatureSchema);
  const signer = fingerprintOf(signature.key);
  if (!isSignedBy(manifestEntry.content, signature)) {
    throw new ArchiveError(`${manifestName} is not what the key ${signer} signed`);
  }
  const files = new Map<string, Uint8Array>();
  for (let entry = entries.next(); !entry.done; entry = entries.next()) {
    const { path, content } = entry.value;
    if (!path.startsWith(folder)) throw new ArchiveError(`${path} does not belong in a pack`);
    files.set(path.slice(folder.length), content);
  }
  compare(manifest, packed(files));
  const inOrder = manifest.files.map(({ path }) => path);
  const place = [...files.keys()].findIndex((path, index) => path !== inOrder[index]);
  if (place >= 0)
    throw new ArchiveError(`${inOrder[place]} is not in its place: files must be sorted by path`);
  return { manifest, files, signature, signer };
}

/** What of a signed manifest is not so in the scenario itself; undefined when all is. */
export function misnamed(
  manifest: Manifest,
  { id, version }: Pick<Scenario, 'id' | 'version'>,
): string | undefined {
  if (manifest.id === id && manifest.version === version) return undefined;
  return `${manifestName} says ${manifest.id}@${manifest.version}, scenario.yaml says ${id}@${version}`;
}

function next(entries: Iterator<TarEntry>, name: string): TarEntry {
  const entry = entries.next();
  const found = entry.done ? 'nothing' : entry.value.path;
  if (entry.done || entry.value.path !== name) {
    throw new ArchiveError(`it is no pack of VOCR: ${name} must stand here, there is ${found}`);
  }
  return entry.value;
}

/** Reads one of our own JSON files, which can be written in one way only. */
function parse<T>({ path, content }: TarEntry, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    throw new ArchiveError(`${path} is damaged: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArchiveError(`${path} is not as it must be: ${issue!.path.join('.')} ${issue!.message}`);
  }
  if (!textOf(parsed.data).equals(content))
    throw new ArchiveError(`${path} is not written as VOCR writes it`);
  return parsed.data;
}

const textOf = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

function packed(files: ReadonlyMap<string, Uint8Array>): Pack {
  try {
    return packOf(files);
  } catch (error) {
    if (error instanceof PackError) throw new ArchiveError(error.message);
    throw error;
  }
}

/** @throws ArchiveError that names every file that is not as the manifest says */
function compare(manifest: Manifest, { files, digest }: Pack): void {
  const signed = new Map(manifest.files.map((file) => [file.path, file]));
  const there = new Map(files.map((file) => [file.path, file]));
  const wrong = [
    ...files.filter(({ path }) => !signed.has(path)).map(({ path }) => `${path} was added`),
    ...manifest.files.filter(({ path }) => !there.has(path)).map(({ path }) => `${path} is missing`),
    ...files
      .filter(({ path, sha256, size }) => {
        const was = signed.get(path);
        return was !== undefined && (was.sha256 !== sha256 || was.size !== size);
      })
      .map(({ path }) => `${path} was changed`),
  ];
  if (wrong.length > 0) throw new ArchiveError(`it is not what was signed: ${wrong.slice(0, 20).join(', ')}`);
  if (manifest.digest !== digest || manifest.files.length !== files.length) {
    throw new ArchiveError(`${manifestName} contradicts itself: its files make ${digest}`);
  }
}
