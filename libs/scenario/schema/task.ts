import { z } from 'zod';
import { frameworkId } from './ids.js';
import { exactlyOne, kindKeys } from './kinds.js';
import { mark } from './meaning.js';
import { taskKinds } from './tasks/index.js';
import { teamText, textSchema } from './texts.js';
import { name, nameOf } from './words.js';
import { worthKeys } from './worth.js';

/** Help at a price. */
const hintSchema = z.strictObject({
  id: name.describe('its name, once in the task'),
  cost: z.int().min(0).max(10_000).describe('points that it costs'),
  text: teamText.describe('the help, in Markdown, shown once it is paid for'),
});

const taskShape = z
  .strictObject({
    id: name.describe('its name, once in the scenario'),
    title: textSchema.describe('its title'),
    description: teamText.describe('what is to be done, in Markdown'),
    points: z.int().min(0).max(10_000).describe('what solving it earns'),
    ...kindKeys(taskKinds),
    attempts: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe('answers that a team may give; without it any number'),
    ...worthKeys,
    requires: mark(z.array(nameOf('tasks')).max(50), { once: { what: 'the prerequisite' } })
      .default([])
      .describe('tasks that must be solved before'),
    hints: mark(z.array(hintSchema).max(20), { once: { what: 'the hint id', by: 'id' } })
      .default([])
      .describe('help at a price'),
    solution: teamText
      .optional()
      .describe('how it is solved, in Markdown: shown at the price of all its points to who asks for it'),
    mappings: z
      .array(frameworkId)
      .max(20)
      .default([])
      .describe('what it practises, by ids of ATT&CK, D3FEND or NICE'),
  })
  .refine(({ hold, check }) => hold === undefined || check !== undefined, {
    path: ['hold'],
    message: 'is for tasks with a check',
  });

/** What earns points. */
export const taskSchema = exactlyOne(taskKinds, taskShape);

export type Task = z.infer<typeof taskSchema>;
export type Hint = z.infer<typeof hintSchema>;
