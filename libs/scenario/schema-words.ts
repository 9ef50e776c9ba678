import { z } from 'zod';

/** A name of JavaScript's own objects: a look-up by it would find what nobody declared. */
export const notReserved = (text: string) => text !== 'constructor';
export const reservedMessage = 'must be another word: constructor is reserved';

/** A name inside a scenario: networks, nodes, tasks, hints. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and -, and start with a letter')
  .refine(notReserved, reservedMessage);

export const isDuration = /^\d{1,6}(ms|s|m|h|d)$/;
/** A span of time. */
export const duration = z.string().regex(isDuration, 'must be a duration such as 500ms, 30s, 90m or 2h');
