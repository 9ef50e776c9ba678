import { z } from 'zod';
import { exactlyOne, kindKeys } from '../kinds.js';
import { mark } from '../meaning.js';
import { patternSchema } from '../patterns.js';

const rightAnswer = mark(z.string().min(1).max(1_000), { use: 'answer' });
const several = z.array(rightAnswer).min(1).max(100);

/** The ways in which an answer can be right, by their key. */
const ways = {
  value: rightAnswer.describe('the right answer; space around it does not count'),
  oneOf: mark(several, { notYet: 'answers of which several are right' }).describe(
    'answers of which each is right',
  ),
  pattern: mark(patternSchema(), { notYet: 'answers by pattern' }).describe(
    'a regular expression that the whole answer must match',
  ),
  severalOf: mark(
    z.strictObject({
      values: several.describe('what may be named, in any order'),
      atLeast: z.int().min(1).max(100).describe('how many of them must be named'),
    }),
    { notYet: 'answers that name several things' },
  ).describe('a list, separated by commas or line breaks'),
  number: mark(
    z.strictObject({
      value: rightAnswer.describe('the right number, in quotes; templates are resolved'),
      tolerance: z.number().min(0).default(0).describe('how far from it an answer may be'),
    }),
    { notYet: 'answers by number' },
  ).describe('a number, however it is written'),
};

const normalise = mark(z.array(z.enum(['spaces', 'marks', 'punctuation'])).max(3), {
  notYet: 'normalised answers',
});

/** A task that is solved by the right answer. */
export const answerTask = exactlyOne(
  ways,
  z.strictObject({
    ...kindKeys(ways),
    caseSensitive: z.boolean().default(true).describe('whether capitals count'),
    normalise: normalise
      .optional()
      .describe('what does not count: spaces, Vietnamese and other marks, punctuation'),
  }),
);

export type TaskAnswer = z.infer<typeof answerTask>;
