import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText } from '../words.js';

/** What the node's first process must have printed since its last start. */
export const logProbe = z.strictObject({
  contains: mark(machineText, { use: 'probe' }).describe('a text that its output must contain'),
});
