import { z } from 'zod';
import { name } from './words.js';

const aPort = 'must be a port such as 443, or a span of ports such as "8000-8010"';
const ports = z
  .array(z.union([z.int().min(1).max(65535), z.string().regex(/^\d{1,5}-\d{1,5}$/, aPort)], { error: aPort }))
  .min(1)
  .max(15);

/** A node of this name, an address, or a network such as 10.0.5.0/24. */
const endpoint = z
  .string()
  .regex(
    /^([a-z][a-z0-9-]{0,30}|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?)$/,
    'must be the name of a node, an address, or a network such as 10.0.5.0/24',
  );

const firewallRule = z.strictObject({
  from: name.describe('network that a connection comes from'),
  to: name.describe('network that it goes to'),
  protocol: z
    .enum(['any', 'tcp', 'udp', 'icmp'])
    .default('any')
    .describe('the protocol that the rule is about'),
  ports: ports.optional().describe('of the receiver, for tcp and udp'),
  source: endpoint.optional().describe('sender: a node, an address or a network'),
  destination: endpoint.optional().describe('receiver: a node, an address or a network'),
  action: z.enum(['accept', 'drop', 'reject']).describe('what becomes of the connection'),
});

/** What makes a node forward between its networks. */
export const routerSchema = z.strictObject({
  forward: z.enum(['drop', 'accept']).default('drop').describe('what becomes of what no rule is about'),
  rules: z
    .array(firewallRule)
    .max(200)
    .default([])
    .describe('for new connections, the first that fits counts; what belongs to an accepted one passes'),
  masquerade: z
    .array(name)
    .max(16)
    .default([])
    .describe("networks into which connections go under the router's own address"),
});

export type Router = z.infer<typeof routerSchema>;
export type FirewallRule = z.infer<typeof firewallRule>;
