import { z } from 'zod';
import { mark } from '../meaning.js';
import { argumentList, durationWithin, machineText, userName } from '../words.js';

/** A command inside the node: whoever is root there decides what it says. */
export const commandProbe = z.strictObject({
  run: mark(argumentList, { use: 'argument' }).describe(
    'the program and its arguments; no shell reads them unless one is named',
  ),
  user: userName.default('root').describe('the user of the node that it runs as'),
  within: durationWithin('1s', '30s')
    .default('10s')
    .describe('the time in which it must end; one that does not says nothing of the node'),
  exitCode: z.int().min(0).max(255).default(0).describe('the exit code that it must end with'),
  contains: mark(z.array(machineText), { use: 'probe' })
    .default([])
    .describe('texts that its output must contain'),
});
