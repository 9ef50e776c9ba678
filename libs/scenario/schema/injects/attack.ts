import { z } from 'zod';
import { nameOf } from '../words.js';

/** The beginning, or the end, of an attack. */
export const attackInject = z.strictObject({
  name: nameOf('attacks').describe('which attack'),
  do: z.enum(['start', 'stop']).default('start').describe('whether it begins or ends'),
});
