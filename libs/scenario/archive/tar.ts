/** An archive that is not what it must be; the message says what is wrong, and where. */
export class ArchiveError extends Error {}

/** One file of an archive. */
export interface TarEntry {
  path: string;
  content: Uint8Array;
}

const block = 512;
/** Where the fields of a header are that differ from one file to the next. */
const field = {
  name: [0, 100],
  size: [124, 12],
  checksum: [148, 8],
  kind: [156, 1],
  prefix: [345, 155],
} as const;

const kinds: Record<string, string> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '5': 'a folder',
  '6': 'a pipe',
};

/**
 * A tar (ustar) of plain files. The same entries give the same bytes: no times, no owners, mode 0644.
 * @throws ArchiveError for a path that ustar cannot hold
 */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content }) => [
    headerOf(path, content.length),
    content,
    Buffer.alloc(paddingAfter(content.length)),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * block)]);
}

/**
 * Reads what `writeTar` wrote and nothing else: no byte can differ without being refused.
 * @throws ArchiveError
 */
export function* readTar(archive: Uint8Array): Iterable<TarEntry> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const seen = new Set<string>();
  let at = 0;
  for (;;) {
    const header = bytes.subarray(at, at + block);
    if (header.length < block) throw new ArchiveError(`it is cut off at byte ${bytes.length}`);
    if (isZero(header)) break;
    const { path, size } = readHeader(header, at);
    if (seen.has(path)) throw new ArchiveError(`${path} is in it twice`);
    seen.add(path);
    const start = at + block;
    const end = start + size;
    at = end + paddingAfter(size);
    if (bytes.length < at) throw new ArchiveError(`it is cut off within ${path}`);
    if (!isZero(bytes.subarray(end, at))) throw new ArchiveError(`there is something hidden behind ${path}`);
    yield { path, content: bytes.subarray(start, end) };
  }
  if (bytes.length < at + 2 * block) throw new ArchiveError(`it is cut off at byte ${bytes.length}`);
  if (bytes.length > at + 2 * block || !isZero(bytes.subarray(at))) {
    throw new ArchiveError(`there is something behind its end, at byte ${at}`);
  }
}

function readHeader(header: Buffer, at: number): { path: string; size: number } {
  if (header.toString('latin1', 257, 262) !== 'ustar') {
    throw new ArchiveError(
      at === 0 ? 'it is no tar archive' : `it is damaged at byte ${at}, where a file should begin`,
    );
  }
  const path = pathIn(header, at);
  if (textIn(header, field.checksum) !== checksumOf(header)) {
    throw new ArchiveError(`the header of ${path} is damaged (byte ${at})`);
  }
  const kind = header.toString('latin1', field.kind[0], field.kind[0] + 1);
  if (kind !== '0') {
    throw new ArchiveError(
      `${path} is ${kinds[kind] ?? `of the kind ${JSON.stringify(kind)}`}: only plain files may be in it`,
    );
  }
  const size = Number.parseInt(textIn(header, field.size), 8);
  if (!Number.isSafeInteger(size) || size < 0 || !header.equals(headerOf(path, size))) {
    throw new ArchiveError(`the header of ${path} says more than its name and size (byte ${at})`);
  }
  return { path, size };
}

function pathIn(header: Buffer, at: number): string {
  const [name, prefix] = [field.name, field.prefix].map(([start, length]) => {
    const bytes = header.subarray(start, start + length);
    const end = bytes.indexOf(0);
    return bytes.subarray(0, end < 0 ? length : end);
  });
  const bytes = prefix!.length > 0 ? Buffer.concat([prefix!, Buffer.from('/'), name!]) : name!;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ArchiveError(`the name of the file at byte ${at} is no UTF-8 text`);
  }
}

function headerOf(path: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  const { name, prefix } = split(path);
  header.set(name, field.name[0]);
  header.set(prefix, field.prefix[0]);
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  header.write(`${octal(size, 11)}\0${octal(0, 11)}\0`, field.size[0]);
  header.write('0', field.kind[0]);
  header.write('ustar\u000000', 257);
  header.write(`${checksumOf(header)}\0 `, field.checksum[0]);
  return header;
}

/** A path as ustar holds it: up to 100 bytes of name, and before a slash up to 155 more. */
function split(path: string): { name: Buffer; prefix: Buffer } {
  const bytes = Buffer.from(path);
  if (bytes.length <= field.name[1]) return { name: bytes, prefix: Buffer.alloc(0) };
  const slash = bytes.indexOf('/', bytes.length - field.name[1] - 1);
  const [name, prefix] = [bytes.subarray(slash + 1), bytes.subarray(0, Math.max(slash, 0))];
  if (slash <= 0 || name.length === 0 || prefix.length > field.prefix[1]) {
    throw new ArchiveError(`${path} is too long for an archive: shorten the names of its file and folders`);
  }
  return { name, prefix };
}

/** Six octal digits over a header whose own checksum counts as spaces. */
function checksumOf(header: Buffer): string {
  const [start, length] = field.checksum;
  const own = header.subarray(start, start + length);
  const sum = (bytes: Buffer) => bytes.reduce((total, byte) => total + byte, 0);
  return octal(sum(header) - sum(own) + length * 0x20, 6);
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
const textIn = (header: Buffer, [start, length]: readonly [number, number]) =>
  header.toString('latin1', start, start + length).replace(/[\0 ]+$/, '');
const paddingAfter = (size: number) => (block - (size % block)) % block;
const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
