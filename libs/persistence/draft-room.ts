/** Most that drafts may take up. */
export interface DraftBounds {
  /** Drafts that no exercise pins. */
  packs: number;
  /** Of all drafts, those that exercises pin included. */
  bytes: number;
}

/** A draft that is kept already. */
export interface HeldDraft {
  digest: string;
  bytes: number;
  /** An exercise or a pool is made of it: it stays. */
  isPinned: boolean;
  /** Nobody has used it for a while, so nobody is about to make an exercise of it. */
  isIdle: boolean;
}

/**
 * Which drafts must go so that one more has room; undefined when there is none even so.
 * @param held the least lately used first
 * @param bytes of the one more
 */
export function draftsToDrop(
  held: readonly HeldDraft[],
  bytes: number,
  bounds: DraftBounds,
): string[] | undefined {
  let packs = held.filter(({ isPinned }) => !isPinned).length + 1;
  let total = held.reduce((sum, draft) => sum + draft.bytes, bytes);
  const dropped: string[] = [];
  for (const draft of held) {
    if (packs <= bounds.packs && total <= bounds.bytes) break;
    if (draft.isPinned || !draft.isIdle) continue;
    dropped.push(draft.digest);
    packs -= 1;
    total -= draft.bytes;
  }
  return packs <= bounds.packs && total <= bounds.bytes ? dropped : undefined;
}
