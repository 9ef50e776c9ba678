import { askEngineJson } from './engine-client.js';
import { stopEngineProcess } from './engine-start.js';
import { messageOf } from './problem.js';
import { forgetEngine, notedEngine } from './records.js';
import type { EngineAddress } from './engine-client.js';
import type { Say } from './steps.js';

interface ListedContainer {
  Names: string[];
  Labels: Record<string, string> | null;
}

/**
 * Ends the engine that was started as a process for this installation, if there is one. It stays when somebody else's containers
 * run on it.
 */
export async function stopOwnEngine(data: string, address: EngineAddress, say: Say): Promise<void> {
  const engine = await notedEngine(data);
  if (!engine) return forgetEngine(data);
  const running = await askEngineJson<ListedContainer[]>(address, '/containers/json').catch(
    (error: unknown) => {
      say(`it does not answer (${messageOf(error)}); ending it all the same`);
      return undefined;
    },
  );
  const foreign = (running ?? []).filter((container) => !container.Labels?.['vocr.installation']);
  if (foreign.length > 0) {
    const names = foreign.map((container) => container.Names[0]?.replace(/^\//, '')).join(', ');
    return say(`left running: other containers run on it (${names})`);
  }
  await stopEngineProcess(engine);
  await forgetEngine(data);
}
