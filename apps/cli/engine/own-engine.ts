import { EngineError, labelKeys } from '#range';
import type { Engine } from '#range';
import { stopEngineProcess } from './start-engine.js';
import { tryEngine, whyOf } from './ensure-engine.js';
import { forgetEngine, notedEngine } from '../installation/records.js';
import type { Say } from '../reporting/steps.js';

/**
 * Ends the engine that was started as a process for this installation, if there is one. It stays when somebody else's containers
 * run on it.
 */
export async function stopOwnEngine(data: string, engine: Engine, say: Say): Promise<void> {
  const own = await notedEngine(data);
  if (!own) return forgetEngine(data);
  const found = await tryEngine(engine);
  if (found instanceof EngineError) {
    say(`it does not answer (${whyOf(found)}); ending it all the same`);
  } else {
    const foreign = await runningOfOthers(engine);
    if (foreign.length > 0) {
      return say(`left running: other containers run on it (${foreign.join(', ')})`);
    }
  }
  await stopEngineProcess(own);
  await forgetEngine(data);
}

async function runningOfOthers(engine: Engine): Promise<string[]> {
  const running = ['running', 'paused', 'restarting'];
  return (await engine.containers.list([]))
    .filter(({ state, labels }) => running.includes(state) && !labels[labelKeys.installation])
    .map(({ name }) => name);
}
