import { durationMs, type Probe } from '#scenario';
import { brief, failed, outputLimit, passed, unknown, wrongTexts, type Answer } from './answer.js';
import type { Target } from './target.js';

const killed = 137;

/**
 * Runs a command inside the node. Whoever is root there can make it say anything: forgeable.
 */
export async function askCommand(probe: NonNullable<Probe['command']>, target: Target): Promise<Answer> {
  const limitMs = durationMs(probe.within);
  const limited = [
    '/.vocr/busybox',
    'timeout',
    '-s',
    'KILL',
    String(Math.ceil(limitMs / 1000)),
    ...probe.run,
  ];
  const { exitCode, timedOut, stdout, stderr } = await target.engine.exec(target.container, {
    command: limited,
    user: probe.user,
    timeoutMs: limitMs + 5_000,
    limit: outputLimit,
  });
  const name = brief(probe.run[0] ?? '', 60);
  if (timedOut || (exitCode === killed && probe.exitCode !== killed)) {
    return unknown(`${name} did not end within ${limitMs / 1000} s`);
  }
  if (exitCode !== probe.exitCode) {
    const said = brief(stderr || stdout);
    return failed(`${name} ended with ${exitCode} instead of ${probe.exitCode}${said ? `: ${said}` : ''}`);
  }
  if (wrongTexts(stdout, probe) !== undefined) return failed(`${name} did not print what it must`);
  return passed(`${name} ended with ${exitCode}`);
}
