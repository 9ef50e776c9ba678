import { z } from 'zod';
import { mark } from '../meaning.js';
import { absolutePath, machineText, userName } from '../words.js';

/** What must be true of a file inside the node: whoever is root there writes what they like. */
export const fileProbe = z
  .strictObject({
    path: mark(absolutePath, { use: 'probe' }).describe('the path of the file in the node'),
    exists: z.boolean().default(true).describe('whether there must be such a file, or none'),
    contains: mark(z.array(machineText), { use: 'probe' }).default([]).describe('texts that it must contain'),
    lacks: mark(z.array(machineText), { use: 'probe' })
      .default([])
      .describe('texts that it must not contain'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 of 0-9 and a-f')
      .optional()
      .describe('the SHA-256 that its content must have'),
    mode: z
      .string()
      .regex(/^[0-7]{3,4}$/, 'must be three or four of 0-7, such as "0640"')
      .optional()
      .describe('its permissions, in octal digits'),
    owner: userName.min(1).optional().describe('the user that it must belong to, by name or number'),
    group: userName.min(1).optional().describe('the group that it must belong to, by name or number'),
  })
  .refine(
    ({ exists, contains, lacks, sha256, mode, owner, group }) =>
      exists || (contains.length + lacks.length === 0 && !(sha256 ?? mode ?? owner ?? group)),
    { path: ['exists'], message: 'must be true when more is said of the file' },
  );

export type FileProbe = z.infer<typeof fileProbe>;
