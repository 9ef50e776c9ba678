import { z } from 'zod';
import { mark } from './meaning.js';

export const languageSchema = z.enum(['vi', 'en']);

/** A text that people read, per language. Which languages must be there is the scenario's `languages`. */
export const textSchema = mark(z.partialRecord(languageSchema, z.string().min(1).max(20_000)), {
  isText: true,
});

/** A text that people read once they have a team: it may show the team's values that are not secret. */
export const teamText = mark(textSchema, { use: 'text' });

export type Language = z.infer<typeof languageSchema>;
export type Text = z.infer<typeof textSchema>;
