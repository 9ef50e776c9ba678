import type { ResourceBounds } from './policy/policy.js';

const mebibyte = 2 ** 20;

/**
 * What the platform's resolver of one network with `dns` may use: enough for every node of a range to ask at once, too
 * little to be a nuisance.
 */
export const resolverResources: ResourceBounds = {
  memory: 32 * mebibyte,
  disk: mebibyte,
  cpus: 0.25,
  processes: 8,
};
