import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { headLength } from './file-content.js';

/** A content that has come in whole, and is not kept yet. */
export interface Received {
  sha256: string;
  /** In bytes. */
  size: number;
  /** Its first bytes. */
  head: Buffer;
  /** Where it lies until it is kept or dropped. */
  path: string;
}

/** The disk has no room for what is about to come; the message has the figures. */
export class NoRoom extends Error {}

/** Left free on the disk whatever comes: the database and the ranges need it too. */
const reserve = 256 * 2 ** 20;
/** Younger than this nothing is removed: it may be of a hand-in that is at work. Wall milliseconds. */
const leastAge = 3_600_000;

/** Contents by their SHA-256 in a folder, `<first two digits>/<hash>`; names that people give are no part of any path. */
export class FileStore {
  private promised = 0;

  constructor(private readonly folder: string) {}

  /**
   * Does something while room is promised to what it writes.
   * @throws NoRoom
   */
  async withRoom<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.folder);
    const free = bavail * bsize - reserve - this.promised;
    if (bytes > free) {
      const megabytes = (n: number) => `${(Math.max(0, n) / 2 ** 20).toFixed(0)} MB`;
      throw new NoRoom(
        `The server's disk has ${megabytes(free)} left for files, and this needs up to ${megabytes(bytes)}. ` +
          'Nothing was handed in; tell the admin.',
      );
    }
    this.promised += bytes;
    try {
      return await work();
    } finally {
      this.promised -= bytes;
    }
  }

  /** Writes a stream down as it comes. @throws the stream's error or the disk's; then nothing of it is left */
  async receive(stream: Readable): Promise<Received> {
    const path = join(this.incoming, randomUUID());
    const file = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    let size = 0;
    let head = Buffer.alloc(0);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        hash.update(chunk);
        size += chunk.length;
        if (head.length < headLength) head = Buffer.concat([head, chunk]).subarray(0, headLength);
        await writeAll(file, chunk);
      }
      await file.sync();
      await file.close();
    } catch (error) {
      await file.close();
      await unlink(path);
      throw error;
    }
    return { sha256: hash.digest('hex'), size, head, path };
  }

  /** Keeps a content for good, in place of the same one if it is there. */
  async keep({ sha256, path }: Received): Promise<void> {
    const folder = join(this.folder, sha256.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(path, join(folder, sha256));
    const entry = await open(folder, 'r');
    await entry.sync();
    await entry.close();
  }

  /** Forgets a content that was not kept. */
  async drop({ path }: Received): Promise<void> {
    await unlink(path);
  }

  /** A content, to be read; undefined when it is not there. */
  async read(sha256: string): Promise<{ size: number; stream: ReadStream } | undefined> {
    const path = this.placeOf(sha256);
    const found = await stat(path).catch(missing);
    return found && { size: found.size, stream: createReadStream(path) };
  }

  /**
   * Removes what nobody needs and what was never handed in to its end, unless it is young.
   * @returns how many were removed
   */
  async purge(needed: (hashes: readonly string[]) => Promise<Set<string>>, now: number): Promise<number> {
    let removed = 0;
    for (const name of await entriesOf(this.incoming)) {
      removed += await this.removeOld(join(this.incoming, name), now);
    }
    for (const shelf of (await entriesOf(this.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      const hashes = (await entriesOf(join(this.folder, shelf))).filter((name) =>
        /^[0-9a-f]{64}$/.test(name),
      );
      if (hashes.length === 0) continue;
      const kept = await needed(hashes);
      for (const hash of hashes.filter((one) => !kept.has(one))) {
        removed += await this.removeOld(this.placeOf(hash), now);
      }
    }
    return removed;
  }

  private async removeOld(path: string, now: number): Promise<number> {
    const isYoung = async (place: string) => {
      const found = await stat(place).catch(missing);
      return !found || now - found.mtimeMs < leastAge;
    };
    if (await isYoung(path)) return 0;
    // Taken aside first: meanwhile the same content may have come in anew, and that one stays.
    const aside = join(this.incoming, randomUUID());
    const taken = await rename(path, aside).then(() => true, missing);
    // Another orchestrator of this machine was faster.
    if (!taken) return 0;
    if (await isYoung(aside)) {
      await rename(aside, path);
      return 0;
    }
    await unlink(aside);
    return 1;
  }

  private get incoming(): string {
    return join(this.folder, 'incoming');
  }

  private placeOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`${sha256} is no SHA-256`);
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

const entriesOf = async (folder: string): Promise<string[]> => (await readdir(folder).catch(missing)) ?? [];

/** Undefined for what is not there. @throws every other error */
function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
