import { z } from 'zod';
import { mark } from '../meaning.js';
import { textSchema } from '../texts.js';
import { name } from '../words.js';

const criterion = z.strictObject({
  id: name.describe('its name, once in the task'),
  title: textSchema.describe('what is looked for'),
  description: textSchema.optional().describe('what earns how much, for those who grade'),
  points: z.int().min(0).max(10_000).describe('what it earns at most'),
});

const filesSchema = z.strictObject({
  most: z.int().min(1).max(20).default(1).describe('how many files a team may hand in'),
  size: z
    .string()
    .regex(/^([1-9]|[1-9]\d|100)M$/, 'must be a size from 1M to 100M')
    .default('10M')
    .describe('how big each may be'),
  types: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/, 'must be the end of a file name such as pdf'))
    .min(1)
    .max(20)
    .default(['pdf', 'md', 'txt'])
    .describe('the ends of names that they may have'),
});

/** A task that people grade. */
export const manualTask = z.strictObject({
  rubric: mark(z.array(criterion).min(1).max(30), {
    once: { what: 'the criterion', by: 'id' },
    areShares: true,
  }).describe("what is graded; its points together are the task's"),
  text: z.boolean().default(true).describe('whether a text may be handed in'),
  files: filesSchema.optional().describe('files that may be handed in; without it none'),
});
