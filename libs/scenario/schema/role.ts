import { z } from 'zod';
import { mark } from './meaning.js';
import { nameOf } from './words.js';

/** Who plays what part in a drill. */
export const roleName = z.enum(['red', 'blue', 'white', 'green', 'observer']);

const seen = z.strictObject({
  nodes: z.array(nameOf('nodes')).max(100).optional().describe('nodes that it sees; without it all of them'),
  tasks: z.array(nameOf('tasks')).max(200).optional().describe('tasks that it sees; without it all of them'),
});

/** What each role sees. */
export const rolesSchema = mark(z.partialRecord(roleName, seen), {
  notYet: 'roles that see less than everything',
});

export type Role = z.infer<typeof roleName>;
