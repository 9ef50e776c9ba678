import { notYetRunnable, type Scenario } from '#scenario';
import { ProblemError } from '../http/problem.js';

/** @throws ProblemError 422 that names each thing which the scenario declares and the platform cannot do yet */
export function demandRunnable(scenario: Scenario): void {
  const missing = notYetRunnable(scenario);
  if (missing.length === 0) return;
  const lines = missing.map(({ where, what }) => `  ${where}: ${what}`);
  const detail = `${scenario.id}@${scenario.version} is valid, but uses what cannot run here yet:\n${lines.join('\n')}`;
  throw new ProblemError(
    422,
    'scenario-not-runnable',
    detail,
    missing.map(({ where, what }) => ({ path: where, message: `${what} cannot run yet` })),
  );
}
