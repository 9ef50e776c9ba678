import { localAddress } from '../installation/health.js';
import { makeFolders } from '../installation/installation.js';
import { launch, stopAll } from './launch.js';
import { Problem } from '../reporting/problem.js';
import { claimData, releaseData } from '../installation/records.js';
import { Steps } from '../reporting/steps.js';
import type { Installation } from '../installation/installation.js';
import type { Ready, Started } from './launch.js';
import type { ProgressSink } from '../reporting/steps.js';

/** How `up` ended: it was up and was told to stop, or another launcher was there before it. */
export type UpOutcome = { kind: 'stopped' } | { kind: 'already-up'; address: string; pid: number };

/**
 * Brings VOCR up, stays until told to stop (SIGINT, SIGTERM, SIGHUP), and ends everything it started.
 * @throws Problem when a step fails or something would not end; what was started has been ended then
 */
export async function up(
  installation: Installation,
  sink: ProgressSink,
  onReady: (ready: Ready) => void,
): Promise<UpOutcome> {
  const { config, data } = installation;
  await makeFolders(installation);
  const addresses = { address: config.publicUrl, local: localAddress(config.listen, config.port) };
  const other = await claimData(data, addresses);
  if (other) return { kind: 'already-up', address: other.address, pid: other.process.pid };

  const steps = new Steps(sink);
  const started: Started[] = [];
  const told = listenForStop(steps);
  let failure: unknown;
  try {
    const ready = await Promise.race([launch(installation, steps, started), told.then(() => undefined)]);
    if (!ready) throw new Problem('Stopped before VOCR was up.');
    onReady(ready);
    await told;
  } catch (error) {
    failure = error;
  }
  const left = await stopAll(started, steps);
  await releaseData(data);
  if (failure) throw failure;
  if (left.length > 0) throw left[0];
  return { kind: 'stopped' };
}

/** Resolves when this process is told to stop. Told again while it stops, it ends at once; the kernel then ends its programs. */
function listenForStop(steps: Steps): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const onSignal = () => {
      if (told) {
        steps.note('Told twice: ending at once.');
        process.exit(1);
      }
      told = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
