import { z } from 'zod';
import { exactlyOne, kindKeys } from '../kinds.js';
import { patternSchema } from '../patterns.js';
import { absolutePath, durationWithin, nameOf, userName } from '../words.js';

/** All kinds of actions that can be observed, by their key. */
const actionKinds = {
  command: z
    .strictObject({
      matches: patternSchema().describe('a regular expression that the command line must match'),
      user: userName.optional().describe('the user whose terminal it is typed in; without it anyone'),
      exit: z
        .int()
        .min(0)
        .max(255)
        .optional()
        .describe('the exit code that it ends with; without it the command counts as it begins'),
    })
    .describe('a command typed in a terminal'),
  connection: z
    .strictObject({
      to: nameOf('nodes').optional().describe('the node that it goes to; without it any'),
      protocol: z.enum(['tcp', 'udp', 'icmp']).default('tcp').describe('its protocol'),
      port: z.int().min(1).max(65_535).optional().describe("the receiver's port; without it any"),
    })
    .describe('a connection that the node opens'),
  file: z
    .strictObject({
      path: absolutePath.describe('the file, or a folder with all that is in it'),
      change: z
        .enum(['any', 'created', 'written', 'deleted', 'mode'])
        .default('any')
        .describe('what happens to it'),
    })
    .describe('a change of a file'),
};

const actionSchema = exactlyOne(
  actionKinds,
  z.strictObject({
    node: nameOf('nodes').describe('the node on which it happens'),
    ...kindKeys(actionKinds),
  }),
);
const actions = z.array(actionSchema).max(20);

/** A task that is solved by what a team is seen to do. */
export const observeTask = z
  .strictObject({
    actions: actions.default([]).describe('what must be seen, all of it'),
    atLeast: z
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe('how many of the actions are enough; without it all of them'),
    ordered: z.boolean().default(false).describe('whether it must be seen in this order'),
    within: durationWithin('1s', '7d')
      .optional()
      .describe(
        'the time, from the first action or else from when the task is open, in which it must be seen',
      ),
    never: actions.default([]).describe('what must not be seen meanwhile: it starts the task anew'),
  })
  .refine(({ actions: wanted, never }) => wanted.length + never.length > 0, 'needs actions or never')
  .refine(({ actions: wanted, within }) => wanted.length > 0 || within !== undefined, {
    path: ['within'],
    message: 'is needed where only `never` is written: it says when the task is solved',
  })
  .refine(({ atLeast, ordered }) => atLeast === undefined || !ordered, {
    path: ['atLeast'],
    message: 'is for actions in any order',
  })
  .refine(({ atLeast, actions: wanted }) => atLeast === undefined || atLeast <= wanted.length, {
    path: ['atLeast'],
    message: 'asks for more than there are actions',
  });

export type ObserveTask = z.infer<typeof observeTask>;
