import { EngineError } from './errors.js';
import type { Helper } from './helper.js';
import { shapeScript } from './link.js';
import type { DesiredNetwork } from './model.js';

const shapeTimeoutMs = 20_000;

/**
 * Gives all ports of a network its link, also while frames pass.
 * @throws EngineError with what the kernel said
 */
export async function shapeNetwork(
  helper: Pick<Helper, 'run'>,
  bridge: string,
  { name, link }: DesiredNetwork,
): Promise<void> {
  const { stdout, stderr } = await helper.run(shapeScript(bridge, link), shapeTimeoutMs);
  if (!/^shaped$/m.test(stdout)) {
    throw new EngineError(`the link of network ${name} cannot be set: ${stderr.trim() || 'no answer'}`);
  }
}
