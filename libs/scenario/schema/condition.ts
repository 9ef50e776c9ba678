import { z } from 'zod';
import { mark } from './meaning.js';
import { durationWithin, name, nameOf } from './words.js';

/** What must be so for an inject. All that is written must hold at once. */
export const conditionSchema = z
  .strictObject({
    solved: nameOf('tasks').optional().describe('a task that is solved'),
    service: z
      .strictObject({
        name: nameOf('services').describe('which service'),
        is: z.enum(['up', 'degraded', 'down']).describe('its state'),
        for: durationWithin('0s', '7d').default('0s').describe('how long it has been in it'),
      })
      .optional()
      .describe('a service that is in some state'),
    step: mark(
      z.strictObject({
        attack: nameOf('attacks').describe('which attack'),
        step: name.describe('which of its steps'),
        is: z.enum(['succeeded', 'failed']).default('succeeded').describe('how it ended'),
      }),
      { isStep: true },
    )
      .optional()
      .describe('a step of an attack that has ended'),
    score: z.int().min(0).max(1_000_000).optional().describe('points that a team has at least'),
    teams: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe(
        'how many teams it must be so for, and then it is for all; without it, for each team by itself',
      ),
  })
  .refine(
    ({ solved, service, step, score }) =>
      [solved, service, step, score].some((condition) => condition !== undefined),
    'needs one of solved, service, step, score',
  );
