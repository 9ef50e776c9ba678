/** Bound on a `.dockerignore`, for it is matched against every file. */
const mostPatterns = 500;

/**
 * What a `.dockerignore` keeps out of a build, as `docker build` reads it: `*`, `?`, `[a-z]`, `**`, `!` for exceptions; the
 * last pattern that fits decides, and a folder that is out takes along what is in it.
 * @returns whether a path is kept out
 * @throws RangeError when it has too many patterns
 */
export function ignoredBy(text: string): (path: string) => boolean {
  const patterns = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const isException = line.trim().startsWith('!');
      const pattern = line
        .trim()
        .slice(isException ? 1 : 0)
        .trim();
      const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
      return { isException, parts };
    });
  if (patterns.length > mostPatterns) {
    throw new RangeError(`has ${patterns.length} patterns, may have ${mostPatterns}`);
  }
  return (path) => {
    const parts = path.split('/');
    let out = false;
    for (const { isException, parts: pattern } of patterns) {
      if (out === isException && fitsOrHolds(pattern, parts)) out = !isException;
    }
    return out;
  };
}

/** Whether a pattern fits a path, or a folder that the path lies in. */
function fitsOrHolds(pattern: readonly string[], path: readonly string[]): boolean {
  // Which lengths of the path's beginning the parts so far can stand for.
  let ends = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const end of ends) {
      if (part === '**') for (let to = end; to <= path.length; to++) next.add(to);
      else if (end < path.length && fits(part, path[end]!)) next.add(end + 1);
    }
    ends = next;
  }
  return [...ends].some((end) => end > 0);
}

/** Matches one name. Goes back to the last star only, so that no pattern takes long. */
function fits(pattern: string, name: string): boolean {
  let [p, n] = [0, 0];
  let star: { p: number; n: number } | undefined;
  while (n < name.length) {
    const step = p < pattern.length ? oneStep(pattern, p, name[n]!) : undefined;
    if (pattern[p] === '*') star = { p: ++p, n };
    else if (step !== undefined) [p, n] = [step, n + 1];
    else if (star) [p, n] = [star.p, ++star.n];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Where the pattern goes on when its part at `at` fits the letter; undefined when it does not. */
function oneStep(pattern: string, at: number, letter: string): number | undefined {
  const sign = pattern[at]!;
  if (sign === '?') return at + 1;
  if (sign === '\\') return pattern[at + 1] === letter ? at + 2 : undefined;
  if (sign !== '[') return sign === letter ? at + 1 : undefined;
  const end = pattern.indexOf(']', at + 2);
  if (end < 0) return undefined;
  const isNot = pattern[at + 1] === '^';
  const within = pattern.slice(at + (isNot ? 2 : 1), end);
  let isIn = false;
  for (let i = 0; i < within.length; i++) {
    const [from, to] =
      within[i + 1] === '-' && i + 2 < within.length
        ? [within[i]!, within[(i += 2)]!]
        : [within[i]!, within[i]!];
    if (from <= letter && letter <= to) isIn = true;
  }
  return isIn === isNot ? undefined : end + 1;
}
