import { z } from 'zod';
import { longestReportText } from '../report-text.js';

const reason = z.string().max(longestReportText);
const nothing = z.object({});
const payloads = {
  'pool.created': z.object({
    scenario: z.object({ id: z.string(), version: z.string(), digest: z.string() }),
    size: z.int().min(0),
  }),
  'pool.resized': z.object({ size: z.int().min(0) }),
  'pool.stopped': z.object({ reason }),
  'pool.closed': nothing,
  'warm.requested': nothing,
  'warm.placed': z.object({ host: z.string() }),
  'warm.preparing': nothing,
  'warm.ready': z.object({
    /** Nodes whose files hold no team value: they run already. */
    nodes: z.array(z.string()),
    /** Image id by node. */
    images: z.record(z.string(), z.string()),
  }),
  'warm.failed': z.object({ reason }),
  'warm.claimed': z.object({ exercise: z.string(), team: z.string() }),
  'warm.retiring': nothing,
  'warm.gone': z.object({ reason: reason.optional() }),
} satisfies Record<string, z.ZodType>;

export type PoolEventName = keyof typeof payloads;
type Payload<N extends PoolEventName> = z.infer<(typeof payloads)[N]>;

interface Envelope {
  pool: string;
  /** 1, 2, 3 … without a hole, per pool. */
  seq: number;
  /** Wall time, milliseconds since 1970. */
  at: number;
  /** A pseudonymous account id, `system`, or `worker:<host>`. */
  actor: string;
  /** The warm range that it is about. */
  range?: string;
}

/** A fact in a pool's log. */
export type PoolEvent = { [N in PoolEventName]: Envelope & { type: N; payload: Payload<N> } }[PoolEventName];

/** A fact decided but not yet stamped with its place and time in the log. */
export type NewPoolEvent = {
  [N in PoolEventName]: { type: N; payload: Payload<N>; range?: string };
}[PoolEventName];

/**
 * Reads an event as it was stored.
 * @throws Error when the type is unknown to this version or the payload does not fit it: a log is never read past a doubt
 */
export function readPoolEvent(stored: Envelope & { type: string; payload: unknown }): PoolEvent {
  const where = `event ${stored.seq} of pool ${stored.pool}`;
  if (!Object.hasOwn(payloads, stored.type))
    throw new Error(`${where} has type ${stored.type}, which this version does not know: upgrade VOCR`);
  const parsed = payloads[stored.type as PoolEventName].safeParse(stored.payload);
  if (!parsed.success)
    throw new Error(`${where} (${stored.type}) is damaged: ${z.prettifyError(parsed.error)}`);
  return { ...stored, payload: parsed.data } as PoolEvent;
}
