import { z } from 'zod';
import { durationWithin } from './words.js';

const points = z.int().min(0).max(10_000);

/** Keys of a task that change what it is worth, and for whom. */
export const worthKeys = {
  hold: z
    .strictObject({
      ticks: z.int().min(1).max(1_000).describe('how many ticks its probes must pass in a row'),
      every: durationWithin('5s', '1h').default('30s').describe('the time between two ticks'),
    })
    .optional()
    .describe('solved only when its check has held for a time'),
  timeBonus: z
    .strictObject({
      points: points.describe('what it adds at the very beginning'),
      within: durationWithin('1m', '30d').describe('the time in which it falls, evenly, to nothing'),
    })
    .optional()
    .describe('points added for who solves it early'),
  decay: z
    .strictObject({
      function: z
        .enum(['static', 'linear', 'logarithmic', 'exponential', 'tanh'])
        .describe(
          'how it falls with each team that solves it: linear and logarithmic as in CTFd, exponential as in GZCTF, tanh as in rCTF',
        ),
      minimum: points.describe('what it is worth at least'),
      solves: z
        .int()
        .min(1)
        .max(10_000)
        .describe(
          'how many solves bring it to the minimum; for exponential, to where a third of the fall is left',
        ),
    })
    .optional()
    .describe('points that fall for everyone with each team that solves it'),
  firstBlood: z
    .array(points)
    .min(1)
    .max(3)
    .optional()
    .describe('points added for the first, the second and the third team that solves it'),
  soonest: durationWithin('1s', '30d')
    .optional()
    .describe('the time in which nobody can honestly solve it: who does is named to the instructor'),
  cooldown: durationWithin('1s', '1h').optional().describe('the time that a team waits after a wrong answer'),
};
