import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);

/**
 * Every job there is. Jobs carry ids only: what is to be done is read from the log when the job runs. A job goes to one
 * host, in the lane `ranges` (long work, few at once) or `prompt` (someone is waiting for it).
 */
export const jobs = {
  reconcile: { lane: 'ranges', data: z.strictObject({ exercise: id, range: id }), attempts: 3 },
  /** Lets the nodes of a range go that its team has claimed from a pool. */
  claim: { lane: 'prompt', data: z.strictObject({ exercise: id, range: id }), attempts: 3 },
  /** Builds a range of a pool, or takes it down; nobody waits for it, so it comes after all who do. */
  warm: { lane: 'ranges', data: z.strictObject({ pool: id, range: id }), attempts: 1, priority: 10 },
  check: {
    lane: 'prompt',
    data: z.strictObject({ exercise: id, team: id, task: id, request: id }),
    attempts: 1,
  },
  /** Sends what was captured of a network to whoever waits for it. */
  capture: {
    lane: 'prompt',
    data: z.strictObject({ exercise: id, range: id, network: id, session: id, relay: z.url() }),
    attempts: 1,
  },
  terminal: {
    lane: 'prompt',
    data: z.strictObject({ exercise: id, team: id, range: id, node: id, session: id, relay: z.url() }),
    attempts: 1,
  },
} as const;

export type JobName = keyof typeof jobs;
export type JobData<N extends JobName> = z.infer<(typeof jobs)[N]['data']>;
export type Lane = (typeof jobs)[JobName]['lane'];
export const lanes: readonly Lane[] = ['ranges', 'prompt'];
