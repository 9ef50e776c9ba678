import { z } from 'zod';
import { mark } from '../meaning.js';
import { argumentList, machineText, userName } from '../words.js';

/** A command inside the node: whoever is root there decides what it says. */
export const commandProbe = z.strictObject({
  run: mark(argumentList, { use: 'argument' }).describe(
    'the program and its arguments; no shell reads them unless one is named',
  ),
  user: userName.default('root').describe('the user of the node that it runs as'),
  exitCode: z.int().min(0).max(255).default(0).describe('the exit code that it must end with'),
  contains: mark(z.array(machineText), { use: 'probe' })
    .default([])
    .describe('texts that its output must contain'),
});
