import { z } from 'zod';
import { duration, isDuration } from './words.js';
import { durationMs, rateBits } from '../units.js';

const longestDelayMs = 10_000;
const isRate = /^\d{1,6}(kbit|mbit|gbit)$/;
const [slowest, fastest] = [8_000, 10_000_000_000];

const link = {
  delay: duration
    .refine((text) => !isDuration.test(text) || durationMs(text) <= longestDelayMs, 'must be at most 10s')
    .optional()
    .describe('how long each frame takes to its receiver, e.g. 40ms'),
  loss: z.number().min(0).max(100).optional().describe('percent of the frames that never arrive'),
  rate: z
    .string()
    .regex(isRate, 'must be a rate such as 512kbit, 10mbit or 1gbit')
    .refine((text) => inSpan(text), 'must be from 8kbit to 10gbit')
    .optional()
    .describe('what each machine of the network is sent at most, per second'),
};

/** What is no rate at all is said already. */
function inSpan(rate: string): boolean {
  if (!isRate.test(rate)) return true;
  const bits = rateBits(rate);
  return bits >= slowest && bits <= fastest;
}

/** How frames travel in a network; what is left out is as fast and sure as the host. */
export const linkSchema = z.strictObject(link);

const internetSchema = z.strictObject({
  allow: z
    .array(z.string().max(300))
    .min(1)
    .max(100)
    .describe('host names with a port, such as packages.example.net:80 or *.example.org:443'),
  address: z.ipv4().optional().describe('of the proxy in this network; without it the highest free one'),
});

/** A segment of the topology. */
export const networkSchema = z.strictObject({
  cidr: z.cidrv4().describe('its addresses, such as 192.168.56.0/24; the same in every range'),
  internet: z
    .union([z.literal('none'), internetSchema], {
      error: 'must be none, or { allow: ["packages.example.net:80"] }',
    })
    .default('none')
    .describe("what of the internet its nodes may reach, by the platform's proxy: http://proxy:3128"),
  ...link,
  dns: z
    .ipv4()
    .optional()
    .describe("address in this network at which the platform's resolver answers for names of the range"),
});

/** A name in the range's DNS. */
export const dnsName = z
  .string()
  .max(253)
  .regex(
    /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'must be a name such as www.bank.example, in small letters',
  );

export type Link = z.infer<typeof linkSchema>;
