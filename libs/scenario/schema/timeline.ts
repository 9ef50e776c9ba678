import { z } from 'zod';
import { conditionSchema } from './condition.js';
import { injectKinds } from './injects/index.js';
import { exactlyOne, kindKeys } from './kinds.js';
import { mark } from './meaning.js';
import { roleName } from './role.js';
import { textSchema } from './texts.js';
import { durationWithin, name } from './words.js';

/** What an inject can wait for, by key. */
const triggers = {
  at: durationWithin('0s', '30d').describe("a time of the exercise's clock, such as 15m"),
  when: conditionSchema.describe('a condition'),
  signal: name.describe("an instructor's signal, by the name that they give it"),
};

/** What the timeline does to an exercise, and when. */
export const injectSchema = mark(
  exactlyOne(
    injectKinds,
    exactlyOne(
      triggers,
      z.strictObject({
        id: name.describe('its name, once in the timeline'),
        title: textSchema.optional().describe('what people who lead call it'),
        ...kindKeys(triggers),
        delay: durationWithin('0s', '7d').default('0s').describe('the time that it waits after that'),
        roles: z.array(roleName).min(1).max(5).default(['blue']).describe('the roles whose teams it is for'),
        ...kindKeys(injectKinds),
      }),
    ),
  ),
  { notYet: 'injects of a timeline' },
);

export type Inject = z.infer<typeof injectSchema>;
