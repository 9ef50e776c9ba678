import { z } from 'zod';
import { codeOf, messageOf } from '../reporting/problem.js';

/** What `GET /healthz` says. */
export interface Health {
  status: string;
  /** Per part (database, queue, worker, Docker): does it answer, and what it says. */
  parts: Record<string, { ok: boolean; detail?: string | undefined }>;
}

const health = z.object({
  status: z.string(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});

/** An orchestrator's health, or why it could not be had. */
export type HealthAnswer = { ready: boolean; health: Health } | { ready: false; silence: string };

/** Asks the orchestrator at an address how it is. */
export async function askHealth(local: string): Promise<HealthAnswer> {
  try {
    const answer = await fetch(`${local}/healthz`, { signal: AbortSignal.timeout(5_000), redirect: 'error' });
    return { ready: answer.status === 200, health: health.parse(await answer.json()) };
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return { ready: false, silence: `what answers at ${local} is not VOCR` };
    }
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return {
      ready: false,
      silence: codeOf(cause) === 'ECONNREFUSED' ? 'not listening yet' : messageOf(cause),
    };
  }
}

/** What is not ready yet, in a few words. */
export function describeWaiting(answer: HealthAnswer): string {
  if ('silence' in answer) return `orchestrator: ${answer.silence}`;
  const waiting = Object.entries(answer.health.parts).filter(([, part]) => !part.ok);
  return waiting.map(([name, part]) => (part.detail ? `${name}: ${part.detail}` : name)).join('; ');
}

/** The address at which this machine itself reaches what listens on `listen`. */
export function localAddress(listen: string, port: number): string {
  if (listen === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (listen === '::') return `http://[::1]:${port}`;
  return `http://${listen.includes(':') ? `[${listen}]` : listen}:${port}`;
}
