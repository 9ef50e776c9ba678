import { mostWarm } from '#exercise';
import { z } from 'zod';

export const poolId = z.string().regex(/^[a-z0-9]{1,20}$/, 'is no pool id');
const size = z.int().min(0).max(mostWarm).describe('how many ranges are kept ready');

export const newPool = z.strictObject({
  scenario: z.string().max(200).describe('`id` or `id@version`, as the catalogue lists it'),
  size,
});
export const poolChange = z.strictObject({ size });

/** A pool: how many of its ranges stand how, and why it builds none if it does not. */
export const pool = z.object({
  id: z.string(),
  scenario: z.object({
    id: z.string(),
    version: z.string(),
    title: z.partialRecord(z.enum(['vi', 'en']), z.string()),
  }),
  state: z
    .enum(['open', 'stopped', 'closed'])
    .describe('`stopped`: it failed too often, or no host can have its ranges; set its size to try again'),
  size,
  ready: z.int(),
  preparing: z.int().describe('asked for, waiting or being built'),
  claimed: z.int().describe('since it was made'),
  failures: z.int().describe('failed builds in a row'),
  reason: z.string().optional().describe('why the last build failed, or none can be made'),
  outdated: z
    .boolean()
    .describe('the catalogue has another content of this version now: nobody claims from this pool'),
});

export const poolEvent = z.object({
  seq: z.int(),
  at: z.int().describe('milliseconds since 1970'),
  type: z.string(),
  actor: z.string(),
  range: z.string().optional(),
  payload: z.record(z.string(), z.unknown()),
});
