import { z } from 'zod';
import { plainQuestion } from './probes/index.js';
import { roleName } from './role.js';
import { textSchema } from './texts.js';
import { durationWithin } from './words.js';

const points = z.int().min(0).max(10_000);

/** What makes a service degraded rather than up, and what it is worth then. */
const degradedSchema = z.strictObject({
  failing: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .describe('how many of its probes must fail; with all of them failing it is down'),
  slowerThan: durationWithin('10ms', '30s')
    .optional()
    .describe('also degraded when a probe that passes takes longer than this'),
  points: points.default(0).describe('what a tick earns while it is degraded'),
});

/** A level that must be kept over the whole exercise. */
const agreementSchema = z.strictObject({
  target: z.number().min(0).max(100).describe('percent of the ticks in which it must be up'),
  penalty: points.describe('points that are lost when it was not'),
});

/** Something to be kept up. */
export const serviceSchema = z
  .strictObject({
    title: textSchema.describe('what people call it'),
    description: textSchema.optional().describe('who needs it, and for what'),
    check: z
      .array(plainQuestion)
      .min(1)
      .max(50)
      .describe('probes that are asked each tick; it is up when all pass and down when none does'),
    every: durationWithin('5s', '1h')
      .default('1m')
      .describe("the time between two ticks, of the exercise's clock"),
    points: points.default(1).describe('what a tick earns while it is up'),
    downPoints: points.default(0).describe('what a tick costs while it is down'),
    tolerance: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('ticks in a row that it may fail before it counts as down'),
    degraded: degradedSchema.optional().describe('a state between up and down; without it there is none'),
    sla: agreementSchema.optional().describe('a level that must be kept over the whole exercise'),
    roles: z
      .array(roleName)
      .min(1)
      .max(5)
      .default(['blue'])
      .describe('the roles whose teams keep it up and earn for it'),
  })
  .refine(({ degraded, check }) => degraded === undefined || degraded.failing <= check.length, {
    path: ['degraded', 'failing'],
    message: 'must be at most the number of probes',
  });

export type Service = z.infer<typeof serviceSchema>;
