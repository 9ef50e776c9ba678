import { z } from 'zod';
import { mark } from '../meaning.js';
import { questionSchema } from '../probes/index.js';

/** A probe of a task: says which node, and what it stands for in a result. */
export const checkSchema = questionSchema({
  points: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe("what it alone earns of the task's points; either every probe of a task says so, or none"),
});

/** A task that is solved when all its probes pass. */
export const checkTask = mark(z.array(checkSchema).min(1).max(50), { areShares: true });

export type Check = z.infer<typeof checkSchema>;
