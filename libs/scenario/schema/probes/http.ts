import { z } from 'zod';
import { mark } from '../meaning.js';
import { patternSchema } from '../patterns.js';
import { durationWithin, machineText } from '../words.js';
import { port } from './port.js';

const fields = z.record(z.string().max(100), z.string().max(2_000));

/** What must be true of the TLS that a server speaks. */
export const tlsExpectations = z.strictObject({
  name: z
    .string()
    .max(253)
    .regex(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/, 'must be a domain name in small letters')
    .optional()
    .describe('the name that is asked for, and for which the certificate must be made out'),
  validFor: durationWithin('1m', '365d')
    .optional()
    .describe('how long the certificate must still be valid; whoever signed it is not asked'),
  protocol: z
    .enum(['1.2', '1.3'])
    .default('1.2')
    .describe('the version of TLS that the server must speak, or a later one'),
});

/** What an HTTP probe sends and what it must see. All expectations must hold. */
export const httpProbe = mark(
  z.strictObject({
    port: port.optional().describe('the port that is asked: 80, or 443 with `tls`, unless it is said'),
    tls: tlsExpectations.optional().describe('speak TLS; `{}` when nothing more is expected of it'),
    path: z.string().startsWith('/').max(2_000).default('/').describe('the path, with its query'),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']).default('GET').describe('the method'),
    headers: fields.default({}).describe('headers that are sent, by name'),
    form: fields.optional().describe('fields of a form that is sent, by name'),
    status: z.int().min(100).max(599).optional().describe('the status that must come back'),
    answerHeaders: fields
      .default({})
      .describe('headers that must come back, by name, each with a text that it must contain'),
    lacksHeaders: z
      .array(z.string().min(1).max(100))
      .default([])
      .describe('names of headers that must not come back'),
    contains: z.array(machineText).default([]).describe('texts that the body must contain'),
    lacks: z.array(machineText).default([]).describe('texts that the body must not contain'),
    pattern: mark(patternSchema(), { use: 'plain' })
      .optional()
      .describe('a regular expression that must match in the body'),
  }),
  { use: 'probe' },
);

export type HttpProbe = z.infer<typeof httpProbe>;
