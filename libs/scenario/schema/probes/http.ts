import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText } from '../words.js';

const fields = z.record(z.string().max(100), z.string().max(2_000));

/** What an HTTP probe sends and what it must see. All expectations must hold. */
export const httpProbe = mark(
  z.strictObject({
    port: z.int().min(1).max(65_535).default(80).describe('the port that is asked'),
    path: z.string().startsWith('/').max(2_000).default('/').describe('the path, with its query'),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']).default('GET').describe('the method'),
    headers: fields.default({}).describe('headers that are sent, by name'),
    form: fields.optional().describe('fields of a form that is sent, by name'),
    status: z.int().min(100).max(599).optional().describe('the status that must come back'),
    contains: z.array(machineText).default([]).describe('texts that the body must contain'),
    lacks: z.array(machineText).default([]).describe('texts that the body must not contain'),
  }),
  { use: 'probe' },
);

export type HttpProbe = z.infer<typeof httpProbe>;
