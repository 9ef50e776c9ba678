import { describe, expect, it } from 'vitest';
import { draftsToDrop, type HeldDraft } from './draft-room.js';

const held = (...drafts: [digest: string, bytes: number, kind?: 'pinned' | 'busy'][]): HeldDraft[] =>
  drafts.map(([digest, bytes, kind]) => ({
    digest,
    bytes,
    isPinned: kind === 'pinned',
    isIdle: kind !== 'busy',
  }));

describe('draftsToDrop', () => {
  it('drops nothing while there is room', () => {
    expect(draftsToDrop(held(['a', 10], ['b', 10]), 10, { packs: 3, bytes: 30 })).toEqual([]);
    expect(draftsToDrop([], 30, { packs: 1, bytes: 30 })).toEqual([]);
  });

  it('drops the least lately used, as many as it takes', () => {
    expect(draftsToDrop(held(['a', 10], ['b', 10], ['c', 10]), 1, { packs: 3, bytes: 100 })).toEqual(['a']);
    expect(draftsToDrop(held(['a', 10], ['b', 10], ['c', 10]), 15, { packs: 9, bytes: 30 })).toEqual([
      'a',
      'b',
    ]);
  });

  it('never drops what is pinned or in use, and says when there is no room', () => {
    const drafts = held(['a', 10, 'pinned'], ['b', 10, 'busy'], ['c', 10]);
    expect(draftsToDrop(drafts, 10, { packs: 9, bytes: 30 })).toEqual(['c']);
    expect(draftsToDrop(drafts, 11, { packs: 9, bytes: 30 })).toBeUndefined();
    expect(draftsToDrop([], 31, { packs: 9, bytes: 30 })).toBeUndefined();
  });

  it('counts what is pinned by its bytes only', () => {
    const drafts = held(['a', 1, 'pinned'], ['b', 1, 'pinned'], ['c', 1]);
    expect(draftsToDrop(drafts, 1, { packs: 2, bytes: 30 })).toEqual([]);
    expect(draftsToDrop(drafts, 1, { packs: 1, bytes: 30 })).toEqual(['c']);
  });
});
