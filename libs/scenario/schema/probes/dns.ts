import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText } from '../words.js';
import { port } from './port.js';

/** The record types that a DNS probe can ask for. */
export const dnsTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'TXT'] as const;

const domainName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$/, 'must be a domain name');

/** A question that the node must answer as a name server. */
export const dnsProbe = z.strictObject({
  name: domainName.describe('the name that is asked for'),
  type: z.enum(dnsTypes).default('A').describe('the type of record that is asked for'),
  answer: mark(machineText, { use: 'probe' })
    .optional()
    .describe('a value that must be among the records; an MX is written `10 mail.example`'),
  refused: z
    .boolean()
    .default(false)
    .describe('the server must not answer it: it says that it may not, or that there is no such name'),
  port: port.default(53).describe('the port that is asked, by UDP'),
});

export type DnsProbe = z.infer<typeof dnsProbe>;
