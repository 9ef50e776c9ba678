import { z } from 'zod';
import { mark } from '../meaning.js';

/** A task that is solved by the right answer. */
export const answerTask = z.strictObject({
  value: mark(z.string().min(1).max(1_000), { use: 'answer' }).describe('the right answer'),
  caseSensitive: z.boolean().default(true).describe('whether capitals count'),
});
