import { longestAdjustmentReason, longestComment, longestHandInText, mostAdjustment } from '#exercise';
import { z } from 'zod';
import { entryName } from './schemas.js';

const text = z.partialRecord(z.enum(['vi', 'en']), z.string()).describe('a text per language');
const time = z.int().describe('milliseconds since 1970');
const clock = z.int().describe('exercise time, ms');
const scores = z.record(z.string(), z.int()).describe('points by criterion of the rubric');

/** The hash by which a content is called. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');

/** A hand-in without files may come as JSON; one with files is a form. */
export const textHandIn = z.strictObject({ text: z.string().max(longestHandInText) });

const grade = z.object({ seq: z.int(), at: time, scores, comment: z.string().optional() });

export const submission = z.object({
  seq: z.int().describe('by which it is called'),
  at: time,
  clock,
  by: z.string().describe('who handed it in'),
  text: z.string().optional(),
  files: z.array(
    z.object({
      name: z.string(),
      size: z.int().describe('bytes'),
      type: z.string(),
      sha256,
      erased: z.literal(true).optional().describe('its content is not kept any more'),
    }),
  ),
  grades: z.array(grade).describe('the last one counts'),
});

export const newGrade = z.strictObject({
  submission: z.int().positive().describe('seq of the hand-in'),
  scores,
  comment: z.string().max(longestComment).optional().describe('the team reads it'),
});

export const newAdjustment = z.strictObject({
  points: z.int().min(-mostAdjustment).max(mostAdjustment),
  reason: z.string().max(longestAdjustmentReason).describe('the team reads it'),
  task: entryName.optional(),
});

export const adjustment = z.object({
  seq: z.int(),
  team: z.string(),
  points: z.int(),
  reason: z.string(),
  task: z.string().optional(),
});

/** The newest hand-in of a team for a task, as the queue of those who grade has it. */
export const toGrade = z.object({
  team: z.string(),
  name: z.string(),
  task: z.string(),
  submission: z.int().describe('its seq'),
  at: time,
  clock,
  handIns: z.int().describe('how often the team has handed in for the task'),
  graded: z.boolean(),
});

export const rubric = z.object({
  task: z.string(),
  title: text,
  points: z.int(),
  criteria: z.array(z.object({ id: z.string(), title: text, description: text.optional(), points: z.int() })),
});
