import { describe, expect, it } from 'vitest';
import { PackCache, type StoredScenario } from './pack-cache.js';

const pack = (digest: string, bytes: number) =>
  ({ digest, scenario: {}, files: new Map([['a', new Uint8Array(bytes)]]) }) as unknown as StoredScenario;

describe('PackCache', () => {
  it('lets the least lately used go when the files are too many bytes', () => {
    const cache = new PackCache(100);
    cache.put(pack('a', 40));
    cache.put(pack('b', 40));
    expect(cache.get('a')?.digest).toBe('a');
    cache.put(pack('c', 40));
    expect(['a', 'b', 'c'].filter((digest) => cache.get(digest))).toEqual(['a', 'c']);
  });

  it('counts one that is put in again once, and what is dropped no more', () => {
    const cache = new PackCache(100);
    cache.put(pack('a', 60));
    cache.put(pack('a', 60));
    cache.put(pack('b', 40));
    expect(cache.get('a')).toBeDefined();
    cache.drop('a');
    cache.drop('a');
    cache.put(pack('c', 60));
    expect(['a', 'b', 'c'].filter((digest) => cache.get(digest))).toEqual(['b', 'c']);
  });

  it('keeps the last one however large it is', () => {
    const cache = new PackCache(100);
    cache.put(pack('a', 10));
    cache.put(pack('b', 500));
    expect(['a', 'b'].filter((digest) => cache.get(digest))).toEqual(['b']);
  });
});
