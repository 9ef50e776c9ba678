import { describe, expect, it } from 'vitest';
import type { Engine, ImageSummary } from '../engine-model.js';
import { EngineError } from '../errors.js';
import { imagesBuilt, removeImages } from './prune.js';

const now = Date.parse('2030-01-02T00:00:00Z');
const key = '0123456789abcdef';
const image = (id: string, repository: string, tags: string[], hours = 48): ImageSummary => ({
  id,
  tags,
  size: 1,
  labels: { 'vocr.image': repository },
  since: now - hours * 3_600_000,
});

function engineWith(images: ImageSummary[], used: string[] = [], parents: Record<string, string> = {}) {
  const gone: string[] = [];
  const there = new Set(images.map(({ id }) => id));
  const engine = {
    info: async () => ({ time: new Date(now).toISOString() }),
    images: {
      list: async () => images,
      inUse: async () => new Set(used),
      remove: async (name: string) => {
        const { id } = images.find((one) => one.id === name || one.tags.includes(name))!;
        const child = Object.keys(parents).find((one) => parents[one] === id && there.has(one));
        if (child) throw new EngineError(`image has dependent child ${child}`, 409);
        there.delete(id);
        gone.push(name);
      },
    },
  } as unknown as Engine;
  return { engine, gone };
}

describe('an image that VOCR built', () => {
  const all = [
    image('a', 'vocr/base', [`vocr/base:${key}`]),
    image('b', 'vocr/lab-x', [`vocr/lab-x:${key}`]),
    image('c', 'vocr/lab-y', [`vocr/lab-y:${key}`]),
    image('d', 'vocr/lab-y', [`vocr/lab-y:${key.replace('0', 'f')}`], 1),
    image('e', 'vocr/lab-z', ['mine:latest', `vocr/lab-z:${key}`]),
    image('f', 'vocr/base', []),
  ];
  const isWanted = (tag: string) => tag === `vocr/base:${key}`;
  const uses = async (wanted?: (tag: string) => boolean) =>
    Object.fromEntries(
      (await imagesBuilt(engineWith(all, ['b']).engine, wanted, 3_600_001)).map(({ id, use }) => [id, use]),
    );

  it('is kept by a container, by whoever wants it, by a name of someone else, by its youth', async () => {
    expect(await uses(isWanted)).toEqual({
      a: 'wanted',
      b: 'container',
      c: 'none',
      d: 'young',
      e: 'name',
      f: 'none',
    });
  });

  it('is kept while nobody knows what is wanted', async () => {
    expect(await uses()).toMatchObject({ a: 'unknown', b: 'container', c: 'unknown', d: 'unknown' });
  });

  it('is removed by its names when nothing keeps it, and after what is made of it', async () => {
    const { engine, gone } = engineWith(all, ['b'], { c: 'f' });
    const { removed, left } = await removeImages(engine, await imagesBuilt(engine, isWanted, 3_600_001));
    expect(gone).toEqual([`vocr/lab-y:${key}`, 'f']);
    expect(removed.map(({ id }) => id)).toEqual(['c', 'f']);
    expect(left).toEqual([]);
  });

  it('stays when the engine does not let it go, and that is told', async () => {
    const { engine } = engineWith(all, ['b'], { e: 'f' });
    const { removed, left } = await removeImages(engine, await imagesBuilt(engine, isWanted, 3_600_001));
    expect(removed.map(({ id }) => id)).toEqual(['c']);
    expect(left).toMatchObject([{ image: { id: 'f' }, why: 'image has dependent child e' }]);
  });
});
