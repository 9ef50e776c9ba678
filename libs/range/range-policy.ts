import { defaultPolicy, type InstallationPolicy, type ResourceBounds } from '#scenario';
import type { Engine } from './engine-model.js';
import { PolicyError, RangeRefused } from './errors.js';
import type { DesiredRange } from './model.js';

const resourceKeys: readonly (keyof ResourceBounds)[] = ['memory', 'disk', 'cpus', 'processes'];
const mebibyte = 2 ** 20;

/**
 * Looks at a range as a whole once more before anything of it is made; its nodes are looked at one by one.
 * @throws RangeRefused with the figures
 */
export function checkRange(desired: DesiredRange, policy: InstallationPolicy = defaultPolicy): void {
  const { range } = policy;
  for (const key of ['nodes', 'networks'] as const) {
    const has = desired[key].length;
    if (has > range[key]) throw new RangeRefused(`it has ${has} ${key}, and may have ${range[key]}`);
  }
  for (const key of resourceKeys) {
    const sum = desired.nodes.reduce((total, { resources }) => total + resources[key], 0);
    if (sum <= range[key]) continue;
    const told = (value: number) =>
      key === 'memory' || key === 'disk' ? `${Math.ceil(value / mebibyte)}M` : `${value}`;
    throw new RangeRefused(
      `its nodes ask for ${key} of ${told(sum)} together, and may have ${told(range[key])}`,
    );
  }
}

/**
 * Looks whether the engine has the runtimes that nodes are to run in. Asks it only when a node names one.
 * @throws PolicyError naming the node, its runtime and those that the engine has
 */
export async function checkRuntimes(
  engine: Pick<Engine, 'info' | 'address'>,
  nodes: DesiredRange['nodes'],
): Promise<void> {
  const named = nodes.filter(({ runtime }) => runtime !== undefined);
  if (named.length === 0) return;
  const { runtimes } = await engine.info();
  const missing = named.find(({ runtime }) => !runtimes.includes(runtime!));
  if (!missing) return;
  const why =
    `the engine at ${engine.address} has no runtime ${missing.runtime}, only ${runtimes.join(', ')}; ` +
    `name it under "runtimes" in the engine's daemon.json, or leave it out of the scenario or the policy`;
  throw new PolicyError(missing.name, 'runtime', why);
}
