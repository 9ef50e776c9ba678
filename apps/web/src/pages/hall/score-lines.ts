/** What moved a team's score, and when by the exercise's clock, in milliseconds. */
export interface ScoreMove {
  points: number;
  clock: number;
}

/** A score that a team had from a moment on; moments in exercise milliseconds. */
export interface ScorePoint {
  clock: number;
  score: number;
}

/**
 * A team's score over time, from 0 at the start to what it is at `until`: one point for each moment at which it changed.
 * @param moves in any order
 */
export function scoreLine(moves: readonly ScoreMove[], until: number): ScorePoint[] {
  const line: ScorePoint[] = [{ clock: 0, score: 0 }];
  for (const { points, clock } of [...moves].sort((a, b) => a.clock - b.clock)) {
    const last = line.at(-1)!;
    const score = last.score + points;
    if (last.clock === clock) last.score = score;
    else line.push({ clock, score });
  }
  const last = line.at(-1)!;
  if (last.clock < until) line.push({ clock: until, score: last.score });
  return line;
}

/** Where things lie in a drawing: its size and the greatest values of both axes. */
export interface Scale {
  width: number;
  height: number;
  clock: number;
  /** Of all lines. */
  lowest: number;
  highest: number;
}

/** The line as an SVG path of steps: a score stands until it changes. */
export function stepPath(line: readonly ScorePoint[], scale: Scale): string {
  const x = (clock: number) => round((Math.min(clock, scale.clock) / Math.max(1, scale.clock)) * scale.width);
  const y = (score: number) => heightOf(score, scale);
  return line
    .map(({ clock, score }, index) => (index === 0 ? `M${x(clock)} ${y(score)}` : `H${x(clock)}V${y(score)}`))
    .join('');
}

/** How far below the drawing's top a score lies. */
export function heightOf(score: number, { height, lowest, highest }: Scale): number {
  const range = Math.max(1, highest - lowest);
  return round(height - ((score - lowest) / range) * height);
}

const round = (value: number) => Math.round(value * 10) / 10;
