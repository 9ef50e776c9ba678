import { z } from 'zod';
import { exactlyOne, kindKeys } from '../kinds.js';
import { linkSchema } from '../network.js';
import { durationWithin, nameOf } from '../words.js';

/** What can break, by key. */
const faults = {
  node: z
    .strictObject({
      name: nameOf('nodes').describe('which node'),
      do: z.enum(['stop', 'restart', 'pause']).describe('what happens to it'),
    })
    .describe('a node that ends, starts anew or stands still'),
  network: linkSchema
    .extend({
      name: nameOf('networks').describe('which network'),
      cut: z.boolean().default(false).describe('whether nothing passes at all'),
    })
    .describe('a network that becomes slow or unsure'),
};

/** Something that breaks. */
export const faultInject = exactlyOne(
  faults,
  z.strictObject({
    ...kindKeys(faults),
    for: durationWithin('1s', '7d').optional().describe('how long; without it until someone mends it'),
  }),
);
