import { z } from 'zod';
import { notReserved, reservedMessage } from './words.js';

/** The name of a variable, as templates write it. */
export const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and _, and start with a letter')
  .refine(notReserved, reservedMessage);

const wrapper = z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, 'must be 1 to 20 letters, digits, _ or -');
const wholeNumber = z.int().min(-1e12).max(1e12);
const portNumber = z.int().min(1).max(65_535);
const kind = <T extends string>(type: T) => z.literal(type).describe('what kind of value it is');
const least = 'the least that it may be';
const most = 'the most that it may be';

/** A value that differs per team. flag and password are secret. */
export const variableSchema = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: kind('flag'),
      wrapper: wrapper.default('VOCR').describe('the word before the braces'),
    })
    .describe('a secret such as VOCR{0123…}, with 32 random hex digits'),
  z
    .strictObject({
      type: kind('password'),
      length: z.int().min(8).max(64).default(16).describe('how many letters and digits it has'),
    })
    .describe('a secret of letters and digits that are not taken for one another'),
  z.strictObject({ type: kind('username') }).describe('an account name such as lanpham42'),
  z
    .strictObject({
      type: kind('port'),
      min: portNumber.default(20_000).describe(least),
      max: portNumber.default(60_000).describe(most),
    })
    .describe('a port; two ports of a team differ'),
  z
    .strictObject({
      type: kind('number'),
      min: wholeNumber.describe(least),
      max: wholeNumber.describe(most),
    })
    .describe('a whole number'),
  z
    .strictObject({
      type: kind('choice'),
      of: z.array(z.string().min(1).max(200)).min(1).max(200).describe('what one is chosen of'),
    })
    .describe('one of several texts'),
  z
    .strictObject({
      type: kind('text'),
      value: z.string().max(2_000).describe('the text, the same for every team'),
    })
    .describe('a text that stands in several places'),
]);

export type Variable = z.infer<typeof variableSchema>;
