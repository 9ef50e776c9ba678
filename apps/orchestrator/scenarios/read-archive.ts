import { packBounds } from '#scenario';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';

/** An archive that cannot be taken: what is wrong with it, for whoever sent it. */
export class UnreadableArchive extends Error {}

/**
 * The regular files of a tar archive, read as they come and within the bounds of a pack.
 * @throws UnreadableArchive when it is no archive, or too large, or holds anything but plain files
 */
export async function readArchive(stream: Readable): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  const archive = extract();
  const reading = (async () => {
    for await (const entry of archive) {
      const { name, type, size = 0 } = entry.header;
      if (type === 'directory') {
        entry.resume();
        continue;
      }
      if (type !== 'file')
        throw new UnreadableArchive(`${name} is a ${type}: a scenario holds plain files only`);
      bytes += size;
      if (bytes > packBounds.bytes)
        throw new UnreadableArchive(`the scenario is larger than ${packBounds.bytes} bytes`);
      if (files.size >= packBounds.files)
        throw new UnreadableArchive(`it has more than ${packBounds.files} files`);
      const path = name.replace(/^\.\//, '');
      if (files.has(path)) throw new UnreadableArchive(`${path} is in it twice`);
      files.set(path, await buffer(entry));
    }
  })();
  try {
    await Promise.all([pipeline(stream, archive), reading]);
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw new UnreadableArchive(`this is no tar archive: ${(error as Error).message}`);
  }
  if (files.size === 0)
    throw new UnreadableArchive('the archive is empty: send the scenario folder as a tar archive');
  return files;
}
