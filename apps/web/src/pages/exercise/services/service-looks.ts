/** How each level of a service is coloured. */
export const serviceLooks = { up: 'good', degraded: 'warn', down: 'bad', unknown: 'plain' } as const;
