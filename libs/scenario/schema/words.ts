import { z } from 'zod';
import { durationMs } from '../units.js';
import { mark, type Named } from './meaning.js';

/** A name of JavaScript's own objects: a look-up by it would find what nobody declared. */
export const notReserved = (text: string) => text !== 'constructor';
export const reservedMessage = 'must be another word: constructor is reserved';

/** A name inside a scenario: networks, nodes, tasks, hints. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and -, and start with a letter')
  .refine(notReserved, reservedMessage);

/** The name of something that is declared elsewhere. */
export const nameOf = (named: Named) => mark(name, { refers: named });

export const isDuration = /^\d{1,6}(ms|s|m|h|d)$/;
/** A span of time. */
export const duration = z.string().regex(isDuration, 'must be a duration such as 500ms, 30s, 90m or 2h');

/** A span of time within bounds, both included. */
export function durationWithin(least: string, most: string) {
  const fits = (text: string) =>
    // What is no duration at all is said already.
    !isDuration.test(text) || (durationMs(text) >= durationMs(least) && durationMs(text) <= durationMs(most));
  return duration.refine(fits, `must be from ${least} to ${most}`);
}

/** A text as a machine reads or writes it. */
export const machineText = z.string().min(1).max(1_000);

/** An absolute path in a node. */
export const absolutePath = z.string().regex(/^\/[^\0]{1,255}$/, 'must be an absolute path');

/** A user of a node, by name. */
export const userName = z.string().max(64);

/** A command and its arguments; no shell reads it unless it names one. */
export const argumentList = z.array(z.string().max(4_000)).min(1).max(32);
