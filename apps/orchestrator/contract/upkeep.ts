import { z } from 'zod';

/** The shapes of what is known of services tick by tick, and of what could not be told. */

const text = z.partialRecord(z.enum(['vi', 'en']), z.string()).describe('a text per language');
const time = z.int().describe('milliseconds since 1970');
const clock = z.int().describe('exercise time, ms');

export const serviceHistory = z.object({
  id: z.string(),
  title: text,
  ticks: z
    .array(
      z.object({
        tick: z.int(),
        at: time,
        clock,
        state: z.enum(['up', 'degraded', 'down', 'unknown']).describe('what it counted as'),
        reason: z.string().optional().describe('why it was not up, or why nothing is known'),
        tolerated: z
          .int()
          .optional()
          .describe('it failed and was borne with: how many times in a row by then'),
      }),
    )
    .describe('the last ones, the newest last'),
  counted: z
    .object({
      up: z.int(),
      ticks: z.int(),
      percent: z.number().describe('of its ticks in which it was up, as the SLA counts them'),
    })
    .optional()
    .describe('over the whole exercise; absent before the first tick'),
  sla: z.object({ target: z.number().describe('percent'), penalty: z.int() }).optional(),
});

/** Something that was asked and could not be told: no one loses points by it. */
export const unclear = z.object({
  team: z.string(),
  name: z.string(),
  task: z.string().optional().describe('of a check'),
  service: z.string().optional().describe('of a tick'),
  title: text.describe('what was asked'),
  reason: z.string(),
  times: z.int().describe('how often among the last'),
  seq: z.int().describe('the last such event'),
  at: time,
  clock,
});

export const bracketChange = z.strictObject({
  bracket: z.string().trim().min(1).max(40).optional().describe('absent: the team is in none any more'),
});
export const teamBracket = z.object({ team: z.string(), bracket: z.string().optional() });
