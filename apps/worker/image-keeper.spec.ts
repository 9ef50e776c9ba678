import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredScenario } from '#persistence';
import type { ImageRequest } from '#range';
import type { Host } from './host.js';
import { ImageKeeper } from './image-keeper.js';

const pack = (id: string) =>
  ({ digest: `sha256:${id}`, scenario: { id, version: '1.0.0' } }) as unknown as StoredScenario;

let status: { preparing?: string };
let asked: { id: string; request: ImageRequest; end: (error?: Error) => void }[];
let said: string[];
let catalogue: StoredScenario[];
let keeper: ImageKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  status = { preparing: 'starting' };
  [asked, said, catalogue] = [[], [], []];
  const host = { status, helper: async () => undefined } as unknown as Host;
  const images = {
    ensure: ({ scenario }: { scenario: { id: string } }, request: ImageRequest = {}) =>
      new Promise<Record<string, string>>((resolve, reject) => {
        request.signal?.addEventListener('abort', () => reject(request.signal!.reason as Error));
        const end = (error?: Error) => (error ? reject(error) : resolve({}));
        asked.push({ id: scenario.id, request, end });
      }),
  };
  const say = (level: string, text: string) => said.push(`${level} ${text}`);
  keeper = new ImageKeeper(host, images, { list: async () => catalogue }, say);
});
afterEach(() => {
  keeper.stop();
  vi.useRealTimers();
});
const goOn = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('the keeper of images', () => {
  it('makes the host wait for the first scenario only, and builds the others one after the other', async () => {
    catalogue = ['bank', 'first-breach', 'logs'].map(pack);
    keeper.start();
    await goOn();
    expect(asked.map(({ id, request }) => [id, request.isUrgent])).toEqual([['first-breach', true]]);
    const open = [{ image: 'web', doing: 'building', step: 5, of: 12, seconds: 34, line: 'x' }] as const;
    asked[0]!.request.onProgress!({ done: 1, total: 2, open: [...open] });
    expect(status.preparing).toBe(
      'images of first-breach@1.0.0: 1 of 2 built; building web: step 5 of 12, 34 s',
    );
    asked[0]!.end();
    await goOn();
    expect(status.preparing).toBeUndefined();
    expect(asked.slice(1).map(({ id, request }) => [id, request.isUrgent])).toEqual([['bank', false]]);
    asked[1]!.request.onProgress!({ done: 0, total: 1, open: [...open] });
    expect(status.preparing).toBeUndefined();
    asked[1]!.end();
    await goOn();
    expect(asked.map(({ id }) => id)).toEqual(['first-breach', 'bank', 'logs']);
  });

  it('waits for a catalogue that is being filled, but not for ever', async () => {
    keeper.start();
    await goOn(10_000);
    expect(status.preparing).toBe('waiting for the catalogue');
    await goOn(11_000);
    expect(status.preparing).toBeUndefined();
  });

  it('lets the host be ready when the first one fails, and tries that one again later', async () => {
    catalogue = [pack('first-breach')];
    keeper.start();
    await goOn();
    asked[0]!.end(new Error('no mirror answers'));
    await goOn();
    expect(status.preparing).toBeUndefined();
    expect(said).toEqual(['error images of first-breach@1.0.0: no mirror answers']);
    await goOn(200_000);
    expect(asked).toHaveLength(1);
    await goOn(120_000);
    expect(asked).toHaveLength(2);
    expect(asked[1]!.request.isUrgent).toBe(false);
  });

  it('builds what comes into the catalogue later, and ends at once when it is stopped', async () => {
    keeper.start();
    await goOn(25_000);
    catalogue = [pack('new')];
    await goOn(10_000);
    expect(asked.map(({ id }) => id)).toEqual(['new']);
    keeper.stop();
    await goOn(60_000);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.request.signal!.aborted).toBe(true);
    expect(said).toEqual([]);
  });
});
