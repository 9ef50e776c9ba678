import { connectEngine, EngineError } from '#range';
import { tryEngine } from '../engine/ensure-engine.js';
import { stopOwnEngine } from '../engine/own-engine.js';
import { endLeftPostgres } from '../postgres/postgres.js';
import { Problem } from '../reporting/problem.js';
import { signal, waitUntilGone } from '../processes/process-identity.js';
import { findLauncher, notedEngine } from '../installation/records.js';
import { removeMade } from '../installation/remove-made.js';
import { Steps } from '../reporting/steps.js';
import type { Installation } from '../installation/installation.js';
import type { ProgressSink } from '../reporting/steps.js';

/** Longer than all that a launcher waits for when it stops. */
const patience = 180_000;

/**
 * Ends a running VOCR, and what one that died has left behind.
 * @returns false when there was nothing to end
 * @throws Problem when it does not end
 */
export async function down(installation: Installation, sink: ProgressSink): Promise<boolean> {
  const { config, data } = installation;
  const steps = new Steps(sink);
  const launcher = await findLauncher(data);
  if (launcher) {
    const { pid } = launcher.process;
    await steps.step(`Stopping VOCR (process ${pid})`, async () => {
      signal(pid, 'SIGTERM');
      if (await waitUntilGone(launcher.process, patience)) return;
      throw new Problem(`VOCR (process ${pid}) does not end.`, {
        mend: `run: kill -9 ${pid}, then npx vocr down`,
      });
    });
  }
  const left = await endLeftPostgres(installation.postgres);
  if (left) steps.note('A PostgreSQL left by an earlier launcher was ended.');
  const engine = connectEngine(config.engine);
  const removed =
    (await tryEngine(engine)) instanceof EngineError
      ? 0
      : await steps.step('Ranges and the host helper', (say) => removeMade(data, engine, say));
  if (!(await notedEngine(data))) return Boolean(launcher) || left || removed > 0;
  await steps.step('Stopping Docker Engine', (say) => stopOwnEngine(data, engine, say));
  return true;
}
