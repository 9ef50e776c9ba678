import { z } from 'zod';
import { questionSchema } from '../probes/index.js';

/** A probe of a task: says which node, and what it stands for in a result. */
export const checkSchema = questionSchema({});

/** A task that is solved when all its probes pass. */
export const checkTask = z.array(checkSchema).min(1).max(50);

export type Check = z.infer<typeof checkSchema>;
