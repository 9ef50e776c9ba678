import { z } from 'zod';
import { mark } from './meaning.js';
import { absolutePath } from './words.js';

/** Keys of a file that is put into a node. */
const fileKeys = {
  path: absolutePath.describe('where it stands in the node'),
  content: mark(z.string().max(1_000_000), { use: 'file' })
    .optional()
    .describe('its text; templates are resolved'),
  from: mark(z.string().max(255), { inFolder: 'file' })
    .optional()
    .describe("a file of the scenario's folder that it is made from; templates in a text are resolved"),
  owner: z
    .string()
    .regex(/^\d{1,6}:\d{1,6}$/, 'must be uid:gid, such as 0:0')
    .default('0:0')
    .describe('its owner and group by number, uid:gid'),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/, 'must be four octal digits, such as 0644')
    .default('0644')
    .describe('its permissions, four octal digits in quotes'),
};

/** A file of a node, made from a text or from a file of the scenario's folder. */
export const fileSchema = z
  .strictObject(fileKeys)
  .refine((f) => (f.content === undefined) !== (f.from === undefined), 'needs either content or from');

export type NodeFile = z.infer<typeof fileSchema>;
