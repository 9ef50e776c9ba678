import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../installation/installation.js';
import { describeProblem, Problem } from '../reporting/problem.js';
import { progressDisplay } from '../reporting/steps.js';
import type { ChildProcess } from 'node:child_process';
import type { Installation } from '../installation/installation.js';
import type { Ready } from './launch.js';
import type { ProgressEvent, ProgressSink } from '../reporting/steps.js';
import type { UpOutcome } from './up.js';

/** What a detached launcher tells the command that started it. */
type Report =
  | { kind: 'progress'; event: ProgressEvent }
  | { kind: 'ready'; ready: Ready }
  | { kind: 'ended'; outcome: UpOutcome }
  | { kind: 'failed'; text: string };

interface DetachedReports {
  sink: ProgressSink;
  ready: (ready: Ready) => void;
  ended: (outcome: UpOutcome) => void;
  failed: (error: unknown) => void;
}

/** Where a detached launcher reports: to who started it while that waits, and always to its log. */
export function detachedReports(): DetachedReports {
  const log = progressDisplay(process.stdout);
  const tell = (report: Report) => {
    if (process.connected) process.send?.(report);
  };
  return {
    sink: (event) => {
      log(event);
      tell({ kind: 'progress', event });
    },
    ready: (ready) => {
      log({ kind: 'note', text: `VOCR is up: ${ready.address}` });
      tell({ kind: 'ready', ready });
    },
    ended: (outcome) => tell({ kind: 'ended', outcome }),
    failed: (error) => {
      const text = describeProblem(error);
      log({ kind: 'note', text });
      tell({ kind: 'failed', text });
    },
  };
}

/**
 * Runs the launcher in the background, in a session of its own, and returns when VOCR is ready.
 * @param command arguments that make this program a detached launcher
 * @throws Problem when it ends before it is ready
 */
export async function upDetached(
  installation: Installation,
  command: readonly string[],
  sink: ProgressSink,
  onReady: (ready: Ready) => void,
): Promise<UpOutcome | { kind: 'running' }> {
  await makeFolders(installation);
  const path = join(installation.logs, 'launcher.log');
  const log = await open(path, 'a', 0o600);
  const launcher = spawn(process.execPath, command, {
    cwd: installation.root,
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const giveUp = () => launcher.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, giveUp);
  try {
    return await follow(launcher, path, sink, onReady);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, giveUp);
    if (launcher.connected) launcher.disconnect();
    launcher.unref();
  }
}

async function follow(
  launcher: ChildProcess,
  log: string,
  sink: ProgressSink,
  onReady: (ready: Ready) => void,
): Promise<UpOutcome | { kind: 'running' }> {
  return new Promise((resolve, reject) => {
    let ending: UpOutcome | undefined;
    let failure: string | undefined;
    launcher.on('message', (report: Report) => {
      if (report.kind === 'progress') sink(report.event);
      else if (report.kind === 'ended') ending = report.outcome;
      else if (report.kind === 'failed') failure = report.text;
      else {
        onReady(report.ready);
        resolve({ kind: 'running' });
      }
    });
    launcher.once('error', reject);
    // 'close' comes after the last message.
    once(launcher, 'close').then(([code, by]: (number | string | null)[]) => {
      if (ending) resolve(ending);
      else if (failure) reject(new Problem(failure));
      else reject(new Problem(`The launcher ended with ${by ?? `code ${code}`}.`, { log }));
    }, reject);
  });
}
