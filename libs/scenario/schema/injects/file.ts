import { z } from 'zod';
import { fileSchema } from '../file.js';
import { nameOf } from '../words.js';

/** A file that appears on a node. */
export const fileInject = z.strictObject({
  node: nameOf('nodes').describe('the node that it appears on'),
  put: fileSchema.describe('the file'),
});
