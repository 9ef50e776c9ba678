import { z } from 'zod';
import { mark } from './meaning.js';
import { roleName } from './role.js';

const shell = z.array(z.string()).min(1).max(8);

/** Who gets a terminal on a node, and as whom. */
export const terminalSchema = z.strictObject({
  user: z.string().max(32).default('root').describe('the user of the node that it opens as'),
  shell: shell.default(['/bin/bash', '-l']).describe('the program that it runs, and its arguments'),
  roles: mark(
    z
      .partialRecord(
        roleName,
        z.strictObject({
          user: z.string().max(32).optional().describe('another user for this role'),
          shell: shell.optional().describe('another program for this role'),
        }),
      )
      .refine((roles) => Object.keys(roles).length > 0, 'must name a role, or be left out'),
    { notYet: 'terminals by role' },
  )
    .optional()
    .describe('roles that get one, each with what differs; without it every role that sees the node'),
});

export type Terminal = z.infer<typeof terminalSchema>;
