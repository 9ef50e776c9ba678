import { taskRevision } from '#exercise';
import { z } from 'zod';
import { entryName, list, standing } from './schemas.js';

/** The shapes of boards, ledgers and revisions of rules, as the API takes and gives them. */

const time = z.int().describe('milliseconds since 1970');
const words = z.object({ vi: z.string(), en: z.string() });
const text = z.partialRecord(z.enum(['vi', 'en']), z.string());

export const board = list(standing.extend({ bracket: z.string().optional() })).extend({
  frozenAt: z.int().optional().describe('seq as of which those who are not staff see it, since it is frozen'),
  brackets: z.array(z.string()).describe('those that teams are in'),
});

export const ledgerEntry = z.object({
  team: z.string(),
  task: z.string().optional(),
  points: z.int(),
  reason: z
    .enum([
      'answer',
      'check',
      'observed',
      'grade',
      'time-bonus',
      'first-blood',
      'hint',
      'solution',
      'service',
      'sla',
      'adjusted',
    ])
    .describe('what the points are for'),
  seq: z.int().describe('the event that it rests on'),
  at: time,
  clock: z.int().describe('exercise time of that event, ms'),
  detail: z.record(z.string(), z.unknown()).optional().describe('how the points come about'),
  words: words.describe('the same as a sentence'),
});

export const newRevision = z.strictObject({
  reason: z.string().describe('why the rules are mended; everyone in the exercise reads it'),
  tasks: z.record(entryName, taskRevision).describe('by task, what changes; what is left out stays'),
});

export const confirmedRevision = newRevision.extend({
  seq: z.int().min(1).describe('as of which the preview was made'),
});

const stand = z.object({ rank: z.int(), score: z.int() });
export const revisionPreview = z.object({
  seq: z.int().describe('as of which this is the difference: confirm it with this'),
  teams: z
    .array(
      z.object({
        team: z.string(),
        name: z.string(),
        before: stand,
        after: stand,
        tasks: z.array(z.object({ task: z.string(), before: z.int(), after: z.int() })),
      }),
    )
    .describe('teams whose score, rank or tasks differ, by their rank afterwards'),
});

export const ruleBook = z.object({
  seq: z.int(),
  tasks: z
    .array(
      z.object({
        id: z.string(),
        title: text,
        points: z.int(),
        void: z.boolean(),
        answer: z.record(z.string(), z.unknown()).optional().describe('what is right, as in the scenario'),
        minimumSolveMs: z.int().optional(),
        hints: z.array(z.object({ id: z.string(), cost: z.int() })),
      }),
    )
    .describe('as they count now'),
  revisions: z.array(
    z.object({
      revision: z.int(),
      seq: z.int(),
      reason: z.string(),
      tasks: z.record(z.string(), taskRevision),
    }),
  ),
});
