import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText, userName } from '../words.js';

/** A process that must run in the node, or must not: a process can call itself anything. */
export const processProbe = z.strictObject({
  contains: mark(machineText, { use: 'probe' }).describe('a text that its command line contains'),
  user: userName.min(1).optional().describe('the user that it runs as'),
  running: z.boolean().default(true).describe('whether there must be such a process, or none'),
});

export type ProcessProbe = z.infer<typeof processProbe>;
