import { z } from 'zod';
import { teamText, textSchema } from '../texts.js';

/** A message to teams. */
export const messageInject = z.strictObject({
  from: textSchema.optional().describe('who it comes from; without it the people who lead'),
  subject: textSchema.optional().describe('its subject'),
  body: teamText.describe('what it says, in Markdown'),
  urgent: z.boolean().default(false).describe('whether it interrupts whoever reads something else'),
});
