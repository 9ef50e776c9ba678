import { z } from 'zod';
import { exactlyOne, kindKeys } from '../kinds.js';
import { mark } from '../meaning.js';
import { patternSchema } from '../patterns.js';

const rightAnswer = mark(z.string().min(1).max(1_000), { use: 'answer' });
const several = z.array(rightAnswer).min(1).max(100);

/** The ways in which an answer can be right, by their key. */
const ways = {
  value: rightAnswer.describe('the right answer; space around it does not count'),
  oneOf: several.describe('answers of which each is right'),
  pattern: patternSchema().describe('a regular expression that the whole answer must match'),
  severalOf: z
    .strictObject({
      values: several.describe('what may be named, in any order'),
      atLeast: z.int().min(1).max(100).describe('how many of them must be named'),
    })
    .describe('a list, separated by commas or line breaks, in which nothing else may be named'),
  number: z
    .strictObject({
      value: rightAnswer.describe('the right number, in quotes; templates are resolved'),
      tolerance: z.number().min(0).default(0).describe('how far from it an answer may be'),
    })
    .describe('a number, however it is written: 1234.5, 1,234.5 and 1.234,5 alike'),
};

const normalise = z.array(z.enum(['spaces', 'marks', 'punctuation', 'wrapper'])).max(4);

/** A task that is solved by the right answer. */
export const answerTask = exactlyOne(
  ways,
  z.strictObject({
    ...kindKeys(ways),
    caseSensitive: z.boolean().default(true).describe('whether capitals count'),
    normalise: normalise
      .optional()
      .describe(
        'what does not count: spaces, Vietnamese and other marks, punctuation, the wrapper of a flag such as VOCR{…}',
      ),
  }),
);

export type TaskAnswer = z.infer<typeof answerTask>;
