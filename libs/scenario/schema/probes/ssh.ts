import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText } from '../words.js';
import { loginKeys } from './mail.js';
import { port } from './port.js';

/** What an SSH server must say of itself, and whom it must let in. */
export const sshProbe = mark(
  z.strictObject({
    port: port.default(22).describe('the port that is asked'),
    banner: machineText.optional().describe('a text that the first line of the server must contain'),
    login: z.strictObject(loginKeys).optional().describe('sign in with a password'),
  }),
  { use: 'probe' },
);

export type SshProbe = z.infer<typeof sshProbe>;
