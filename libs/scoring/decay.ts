import type { Task } from '#scenario';

type Decay = NonNullable<Task['decay']>;
type Curve = (top: number, minimum: number, pace: number, solves: number) => number;

/**
 * How a task's value falls from `top` to `minimum` with the teams that solve it, in whole points. Each is its source's own
 * formula, rounding included; `pace` is the scenario's `decay.solves`.
 */
const curves: Record<Decay['function'], Curve> = {
  static: (top) => top,

  /**
   * CTFd, `CTFd/plugins/dynamic_challenges/decay.py`, `linear`: value = ⌈initial − decay · (solves − 1)⌉, at least the
   * minimum. CTFd's `decay`, in points for each solve, is here what reaches the minimum after `pace` further solves.
   */
  linear: (top, minimum, pace, solves) =>
    Math.max(minimum, Math.ceil(top - ((top - minimum) / pace) * beyondFirst(solves))),

  /**
   * CTFd, the same file, `logarithmic`: value = ⌈(minimum − initial) / decay² · (solves − 1)² + initial⌉, at least the
   * minimum; `pace` is CTFd's `decay`. (A parabola, in spite of its name.)
   */
  logarithmic: (top, minimum, pace, solves) =>
    Math.max(minimum, Math.ceil(((minimum - top) / pace ** 2) * beyondFirst(solves) ** 2 + top)),

  /**
   * GZ::CTF, `src/GZCTF/Models/Data/GameChallenge.cs`, `CalculateChallengeScore`:
   * score = ⌊original · (rate + (1 − rate) · e^((1 − accepted) / difficulty))⌋ with rate = minimum / original. It never
   * quite reaches the minimum; `pace` is its difficulty, the solves after which about a third of the fall is left.
   */
  exponential: (top, minimum, pace, solves) => {
    if (solves <= 1 || top === 0) return top;
    const rate = minimum / top;
    return Math.floor(top * (rate + (1 - rate) * Math.exp((1 - solves) / pace)));
  },

  /** rCTF, `server/util/scores.ts`, `getScore(rl, rh, maxSolves, solves)`; `pace` is its maxSolves. */
  tanh: (top, minimum, pace, solves) => {
    const most = Math.max(1, pace);
    const worth = (x: number) => minimum + (top - minimum) * slope(x / most);
    return Math.round(Math.max(worth(solves), worth(most)));
  },
};

/** CTFd lets who solves first have the whole of it. */
const beyondFirst = (solves: number) => Math.max(0, solves - 1);

/** Between 1 at nought and 0 at one, along that piece of tanh which rCTF has chosen. */
const [begin, end] = [-Math.atanh(0.7), Math.atanh(0.96)];
const bend = (x: number) => (1 - Math.tanh(x)) / 2;
const slope = (x: number) => (bend((end - begin) * x + begin) - bend(end)) / (bend(begin) - bend(end));

/** What a task is worth to everyone who solved it, once so many teams have: in whole points. */
export function valueAfter({ points, decay }: Pick<Task, 'points' | 'decay'>, solves: number): number {
  if (!decay || decay.minimum >= points) return points;
  return curves[decay.function](points, decay.minimum, decay.solves, solves);
}
