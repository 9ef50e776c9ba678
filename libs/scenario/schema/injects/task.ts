import { z } from 'zod';
import { nameOf } from '../words.js';

/** Tasks that open or close. A task that some inject opens is closed until then. */
export const taskInject = z.strictObject({
  ids: z.array(nameOf('tasks')).min(1).max(50).describe('which tasks'),
  do: z.enum(['open', 'close']).default('open').describe('whether they open or close'),
});
