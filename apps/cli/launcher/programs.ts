import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supervise } from '../processes/children.js';
import { askHealth, describeWaiting } from '../installation/health.js';
import { LogFile } from '../processes/log-file.js';
import { Problem } from '../reporting/problem.js';
import type { Death, Supervised } from '../processes/children.js';
import type { Installation } from '../installation/installation.js';
import type { Say } from '../reporting/steps.js';

/** Starts one of VOCR's own programs under supervision. */
export function startProgram(
  name: 'orchestrator' | 'worker',
  installation: Installation,
  databaseUrl: string,
  onDeath: (death: Death) => void,
): Supervised {
  return supervise(
    {
      name,
      command: process.execPath,
      args: ['--enable-source-maps', join(installation.root, `dist/apps/${name}/main.js`)],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        VOCR_DATA: installation.data,
        VOCR_SCENARIOS: installation.config.scenarios,
        VOCR_IMAGES: installation.config.images,
        ...(installation.config.policy === undefined ? {} : { VOCR_POLICY: installation.config.policy }),
      },
      cwd: installation.root,
      log: new LogFile(join(installation.logs, `${name}.log`)),
      first: name === 'orchestrator',
    },
    onDeath,
  );
}

/** A program that died so often in a row before it was ready will not get ready. */
const hopelessAfter = 3;
/** Milliseconds without any change in what is being waited for. */
const stalledAfter = 15 * 60_000;

/**
 * Waits until the orchestrator says that every part answers.
 * @throws Problem when a program does not stay up, or nothing moves for a quarter of an hour
 */
export async function waitUntilReady(
  local: string,
  programs: readonly Supervised[],
  say: Say,
): Promise<void> {
  let waiting = '';
  let changed = performance.now();
  for (;;) {
    const answer = await askHealth(local);
    if (answer.ready) return say('');
    const hopeless = programs.find((program) => program.deathsInARow >= hopelessAfter);
    if (hopeless) {
      throw new Problem(`The ${hopeless.name} does not stay up.`, {
        tail: hopeless.tail().filter(Boolean).slice(-12),
        log: hopeless.log,
      });
    }
    const now = describeWaiting(answer);
    if (now !== waiting) changed = performance.now();
    waiting = now;
    say(waiting);
    if (performance.now() - changed > stalledAfter) {
      throw new Problem(`VOCR does not get ready: ${waiting}.`, {
        mend: `look at the logs of ${programs.map((program) => program.log).join(' and ')}`,
      });
    }
    await sleep(300);
  }
}
