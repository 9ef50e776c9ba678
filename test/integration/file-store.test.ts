import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStore } from '../../apps/orchestrator/manual/file-store.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vocr-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a store of files', () => {
  it('that has no room takes nothing, and says how much there is', async () => {
    const store = new FileStore(folder);
    const taking = store.withRoom(2 ** 60, () => Promise.resolve());
    await expect(taking).rejects.toThrow(/has \d+ MB left .* up to \d+ MB/);
  });

  it('keeps nothing of a stream that breaks off', async () => {
    const store = new FileStore(folder);
    await store.withRoom(10, async () => {
      const torn = Readable.from(
        (async function* () {
          yield await Promise.resolve(Buffer.from('half'));
          throw new Error('torn');
        })(),
      );
      await expect(store.receive(torn)).rejects.toThrow('torn');
    });
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});
