import { durationMs, type Service } from '#scenario';
import type { ServiceAnswer } from './commands.js';

/** What is known of a service. */
export type ServiceLevel = 'up' | 'degraded' | 'down';

/**
 * What a service is by its probes' answers. A probe that could not be asked counts neither way: where it would change the
 * verdict, nothing is known. One that was asked in order and answered by nobody has failed.
 */
export function judgeService(service: Service, answers: readonly ServiceAnswer[]): ServiceLevel | 'unknown' {
  const failing = answers.filter(({ outcome, silent }) => outcome === 'failed' || silent).length;
  const unclear = answers.filter(({ outcome, silent }) => outcome === 'unknown' && !silent).length;
  const isSlow = answers.some(({ outcome, ms }) => outcome === 'passed' && isTooSlow(service, ms));
  const best = levelWith(service, failing, isSlow);
  return best === levelWith(service, failing + unclear, isSlow) ? best : 'unknown';
}

function levelWith({ check, degraded }: Service, failing: number, isSlow: boolean): ServiceLevel {
  if (failing >= check.length) return 'down';
  if (!degraded) return failing === 0 ? 'up' : 'down';
  return failing >= degraded.failing || isSlow ? 'degraded' : 'up';
}

const isTooSlow = ({ degraded }: Service, ms: number) =>
  degraded?.slowerThan !== undefined && ms > durationMs(degraded.slowerThan);

/** In a line, why a service is not up, or why nothing is known of it; undefined when all is well. */
export function whyNotUp(
  service: Service,
  answers: readonly ServiceAnswer[],
  level: ServiceLevel | 'unknown',
): string | undefined {
  const isBad = ({ outcome, silent }: ServiceAnswer) => outcome === 'failed' || silent === true;
  const bad =
    level === 'unknown'
      ? answers.find((one) => one.outcome === 'unknown' && !one.silent)
      : answers.find(isBad);
  if (bad) return bad.detail;
  const slow = level === 'degraded' ? answers.find(({ ms }) => isTooSlow(service, ms)) : undefined;
  return slow && `${slow.detail}, but only after ${Math.round(slow.ms)} ms`;
}
