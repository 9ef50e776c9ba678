import { join } from 'node:path';
import { readFolder } from '#persistence';
import { loadScenario, type Scenario } from '#scenario';

/** The folder of the scenarios that are launched to measure. */
export const benchScenarios = join(import.meta.dirname, 'scenarios');

/** Reads one of them. */
export async function benchScenario(name: 'three-nodes' | 'one-node'): Promise<Scenario> {
  const { scenario, problems } = loadScenario(await readFolder(join(benchScenarios, name)));
  if (!scenario) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}
