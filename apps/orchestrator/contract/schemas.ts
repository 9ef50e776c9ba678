import { roles } from '#auth';
import type { Role } from '#persistence';
import { linkSchema } from '#scenario';
import { z } from 'zod';
import { schedule } from './schedule.js';

/** The shapes that the API takes and gives; the OpenAPI is made from them. */

export const exerciseId = z.string().regex(/^[a-z0-9]{1,20}$/, 'is no exercise id');
export const teamId = z.string().regex(/^[a-z0-9]{1,11}$/, 'must be 1 to 11 of a-z and 0-9');
/** A seq as a request names it, up to what the database counts. */
export const seqParameter = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
export const entryName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'is no name in a scenario');

const role = z.enum(roles as [Role, ...Role[]]);
const text = z.partialRecord(z.enum(['vi', 'en']), z.string()).describe('a text per language');
const time = z.int().describe('milliseconds since 1970');

export const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.int().optional().describe('pass as `after` for what follows') });

export const person = z.object({ id: z.string(), username: z.string(), displayName: z.string(), role });
export const secretLink = z.object({ url: z.string(), expiresAt: z.string() });
export const token = z.object({ token: z.string().describe('shown this once') });

export const scenarioSummary = z.object({
  id: z.string(),
  version: z.string(),
  title: text,
  summary: text,
  difficulty: z.string(),
  duration: z.string(),
  languages: z.array(z.string()),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: text,
      description: text,
      points: z.int(),
      requires: z.array(z.string()),
      attempts: z.int().optional(),
      kind: z.enum(['answer', 'check', 'observe', 'manual']),
      hints: z.array(z.object({ id: z.string(), cost: z.int() })),
      cooldown: z.string().optional().describe('wait after a wrong answer, such as 30s'),
      solution: z.literal(true).optional().describe('it may be revealed, at the price of all points'),
      manual: z
        .object({
          text: z.boolean().describe('whether a text may be handed in'),
          files: z
            .object({ most: z.int(), size: z.string(), types: z.array(z.string()) })
            .optional()
            .describe('how many at a time, how big each, and how their names may end; absent: none'),
          rubric: z.array(z.object({ id: z.string(), title: text, points: z.int() })),
        })
        .optional()
        .describe('of a task that people grade'),
    }),
  ),
});

export const scenarioDetail = scenarioSummary.extend({
  objectives: z.array(text),
  mappings: z.object({ attack: z.array(z.string()), d3fend: z.array(z.string()), nice: z.array(z.string()) }),
  nodes: z.array(z.object({ id: z.string(), title: text.optional(), terminal: z.boolean() })),
  brief: text.describe('Markdown'),
});

/** Why a range waits: stable words. */
export const waitReason = z.enum([
  'waiting-host',
  'waiting-images',
  'waiting-slot',
  'waiting-memory',
  'waiting-cpu',
  'waiting-addresses',
  'waiting-disk',
]);

const queuePlace = z.object({
  place: z.int().describe('from 1'),
  of: z.int().describe('how many ranges wait'),
  reason: waitReason,
  text: z.string().describe('the reason for people, with figures'),
  needs: z.number().optional().describe('what it needs: bytes, or a count of cpus or networks'),
  free: z.number().optional().describe('what there is of it'),
  seconds: z.int().optional().describe('about how long until it is ready; absent while nobody knows'),
});

export const host = z.object({
  name: z.string(),
  seenAt: z.iso.datetime(),
  state: z
    .enum(['ready', 'preparing', 'failing', 'silent'])
    .describe('only a host that is ready or preparing is given ranges'),
  detail: z.string().describe('what is wrong, or being prepared'),
  ranges: z.int().describe('how many are on it'),
  capacity: z
    .object({
      memory: z.object({ total: z.number(), available: z.number() }).describe('bytes'),
      cpus: z.number(),
      disk: z.object({ total: z.number(), free: z.number() }).describe('bytes'),
      networks: z.object({ total: z.int(), used: z.int() }).describe('subnets of the pool'),
      slots: z.int().describe('ranges worked on at once'),
    })
    .optional()
    .describe('absent until it was measured'),
});

const taskProgress = z.object({
  id: z.string(),
  solved: z.boolean(),
  open: z.boolean().describe('its prerequisites are solved'),
  attempts: z.int(),
  attemptsLeft: z.int().optional(),
  hints: z.array(z.object({ id: z.string(), text, cost: z.int() })).describe('those revealed'),
  retryAfter: z.int().optional().describe('seconds until it may be answered again'),
  held: z
    .object({
      ticks: z.int(),
      of: z.int(),
      unclear: z.literal(true).optional().describe('the last tick told nothing; nothing is lost by it'),
    })
    .optional()
    .describe('while its check holds and must hold longer: for how many ticks, of how many'),
  observed: z
    .object({ seen: z.int(), of: z.int() })
    .optional()
    .describe('of a task that is solved by what is seen: how many of its actions were, of how many it wants'),
  solution: text.optional().describe('how it is solved, where that was revealed'),
});

const serviceState = z.object({
  id: z.string(),
  title: text,
  state: z.enum(['up', 'degraded', 'down']).optional().describe('absent until it is known'),
  tick: z.int().optional().describe('the last tick in which it was asked'),
});

export const exerciseSummary = z.object({
  id: z.string(),
  state: z.enum(['draft', 'scheduled', 'running', 'paused', 'finished', 'archived']),
  mode: z.enum(['solo', 'class']),
  scenario: z.object({ id: z.string(), version: z.string(), title: text }),
  createdAt: time,
  owner: z.string(),
});

export const listedExercise = exerciseSummary.extend({
  invited: z.literal(true).optional().describe('you are on its roster, and have not joined yet'),
  opensAt: z.iso.datetime().optional().describe('when it starts by itself, while it has not'),
});

export const exercise = exerciseSummary.extend({
  seq: z.int().describe('seq of the last event that this view includes'),
  clock: z.object({ ms: z.int(), running: z.boolean(), speed: z.number() }),
  schedule: schedule.optional(),
  you: z.object({ staff: z.boolean(), teams: z.array(z.string()) }),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.string(),
      score: z.int(),
      bracket: z.string().optional().describe('among which teams it is ranked too'),
      extension: z.int().optional().describe('exercise time by which its deadlines are put off, ms'),
      members: z.array(z.string()).optional(),
      tasks: z.array(taskProgress).optional(),
      services: z.array(serviceState).optional().describe('those that the team keeps up'),
    }),
  ),
  ranges: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      host: z.string().optional(),
      teams: z.array(z.string()),
      nodes: z.array(
        z.object({
          id: z.string(),
          state: z.string().describe('starting, ready, failed, suspended or gone'),
          addresses: z.array(z.string()),
        }),
      ),
      queue: queuePlace.optional().describe('while the range waits for a host'),
      reason: z
        .string()
        .optional()
        .describe(
          'why it is not well, `expired` when its time was over, or `exercise-paused` when it stands still for that',
        ),
      expiresAt: z.iso.datetime().optional().describe('when it will be taken down'),
      expiresIn: z.int().optional().describe('what is left until then, ms'),
      networks: z
        .array(z.object({ id: z.string(), cidr: z.string(), link: linkSchema, captured: z.boolean() }))
        .optional()
        .describe('for staff: how they travel now, and whether what passes is kept'),
    }),
  ),
});

export const newExercise = z.strictObject({
  scenario: z
    .string()
    .regex(
      /^([a-z][a-z0-9-]{1,62}(@\d+\.\d+\.\d+)?|sha256:[0-9a-f]{64})$/,
      'must be id, id@version, or the digest of a draft',
    ),
  mode: z.enum(['solo', 'class']),
  teams: z
    .array(
      z.strictObject({
        id: teamId.optional(),
        name: z.string().trim().min(1).max(80).optional(),
        role: z.literal('blue').optional(),
        bracket: z.string().trim().min(1).max(40).optional().describe('among which teams it is ranked too'),
        members: z.array(z.string().max(32)).max(100).default([]).describe('user names'),
      }),
    )
    .max(1000)
    .optional()
    .describe('solo: may be left out, then it is you alone'),
  seed: z.string().min(1).max(100).optional(),
});

export const event = z.object({
  exercise: z.string(),
  seq: z.int(),
  at: time,
  clock: z.int().describe('exercise time, ms'),
  type: z.string(),
  v: z.int(),
  actor: z.string(),
  team: z.string().optional(),
  range: z.string().optional(),
  payload: z.record(z.string(), z.unknown()),
});

export const standing = z.object({
  team: z.string(),
  name: z.string(),
  rank: z.int(),
  score: z.int(),
  solved: z.int(),
  lastAwardAt: time.optional(),
});

export const verdict = z.object({
  correct: z.boolean(),
  points: z
    .int()
    .describe('what the team was given for it, as the ledger has it: bonuses and deductions included'),
  attemptsLeft: z.int().optional(),
  retryAfter: z.int().optional().describe('seconds until the task takes another answer'),
});

export const checkVerdict = z.object({
  outcome: z.enum(['passed', 'failed', 'unknown']),
  points: z.int().describe('what the team was given for it, as the ledger has it'),
  results: z.array(
    z.object({
      title: text,
      outcome: z.enum(['passed', 'failed', 'unknown']),
      detail: z.string(),
      points: z
        .int()
        .optional()
        .describe("what it stands for of the task's points, where probes earn points on their own"),
    }),
  ),
  /** Of a task whose check must hold: how many ticks it has, of how many it must. */
  held: z.object({ ticks: z.int(), of: z.int() }).optional(),
});

export const health = z.object({
  status: z.enum(['ok', 'failing']),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string() })),
});
