import { askHealth } from './health.js';
import { findLauncher } from './records.js';
import type { HealthAnswer } from './health.js';
import type { Installation } from './installation.js';
import type { LauncherRecord } from './records.js';

/** How an installation is, as `vocr status --json` prints it. */
export interface Status {
  running: boolean;
  /** All parts answer. */
  ready: boolean;
  address?: string;
  pid?: number;
  since?: string;
  /** Per part: does it answer, and what it says. */
  parts: Record<string, { ok: boolean; detail?: string | undefined }>;
}

/** Looks how the installation is. */
export async function readStatus(installation: Installation): Promise<Status> {
  const launcher = await findLauncher(installation.data);
  if (!launcher) return { running: false, ready: false, parts: {} };
  return toStatus(launcher, await askHealth(launcher.local));
}

/** What a launcher's record and the orchestrator's answer say together. */
export function toStatus(launcher: LauncherRecord, answer: HealthAnswer): Status {
  return {
    running: true,
    ready: answer.ready,
    address: launcher.address,
    pid: launcher.process.pid,
    since: launcher.since,
    parts:
      'silence' in answer ? { orchestrator: { ok: false, detail: answer.silence } } : answer.health.parts,
  };
}

/** The status as people read it. */
export function formatStatus(status: Status): string {
  if (!status.running) return 'VOCR does not run. Start it with: npm start';
  const width = Math.max(0, ...Object.keys(status.parts).map((name) => name.length));
  return [
    `VOCR ${status.ready ? 'is up' : 'runs but is not ready'}: ${status.address} (process ${status.pid}, since ${status.since})`,
    ...Object.entries(status.parts).map(([name, part]) =>
      `  ${part.ok ? '✓' : '✗'} ${name.padEnd(width)}  ${part.detail ?? ''}`.trimEnd(),
    ),
  ].join('\n');
}
