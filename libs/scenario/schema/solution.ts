import { z } from 'zod';
import { nameOf } from './words.js';

const solutionStep = z.strictObject({
  task: nameOf('tasks').describe('the task that it solves, or helps to'),
  node: nameOf('nodes').describe('the node in whose terminal it is done'),
  run: z.string().min(1).max(20_000).describe('the shell script that a trainee would type'),
  typed: z
    .boolean()
    .default(false)
    .describe('whether it is typed line by line, as commands must be that a task wants to see'),
  answer: z
    .string()
    .max(1_000)
    .optional()
    .describe('a pattern with one group, matched against the output: the answer'),
});

/** `solution.yaml`: steps that solve every task as a trainee would, in their terminals. Never shown to a learner. */
export const solutionSchema = z.strictObject({
  apiVersion: z.literal('vocr/v1').describe('the version of the language'),
  steps: z.array(solutionStep).min(1).max(200).describe('steps that solve every task, in their order'),
});

export type Solution = z.infer<typeof solutionSchema>;
