/**
 * The candidate that a mistyped word most likely means: the one with the fewest letters added, dropped, changed or swapped
 * with their neighbour, if these are at most a third of the word.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  // In a word of two letters one other letter makes another word.
  let bound = (word.length < 3 ? 0 : Math.floor(word.length / 3)) + 1;
  if (word.length > 64) return undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bound) continue;
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found < bound) {
      bound = found;
      best = candidate;
    }
  }
  return best;
}

/** A mend that names the nearest right word, else all right words. */
export function didYouMean(best: string | undefined, all: Iterable<string>): string | undefined {
  if (best !== undefined) return `did you mean ${best}?`;
  const words = [...all];
  if (words.length === 0) return undefined;
  return `there is ${words.slice(0, 20).join(', ')}${words.length > 20 ? ', …' : ''}`;
}

/** Damerau-Levenshtein distance, neighbours swapped at most once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, before[column - 2]! + 1);
      current.push(cost);
    }
    before = last;
    last = current;
  }
  return last[b.length]!;
}
