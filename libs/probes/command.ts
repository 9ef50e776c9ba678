import type { Probe } from '#scenario';
import { askLimitMs, brief, failed, outputLimit, passed, unknown, type Answer } from './answer.js';
import type { Target } from './target.js';

const killed = 137;

/**
 * Runs a command inside the node. Whoever is root there can make it say anything: forgeable.
 */
export async function askCommand(probe: NonNullable<Probe['command']>, target: Target): Promise<Answer> {
  const limited = ['/.vocr/busybox', 'timeout', '-s', 'KILL', String(askLimitMs / 1000), ...probe.run];
  const { exitCode, timedOut, stdout, stderr } = await target.engine.exec(target.container, {
    command: limited,
    user: probe.user,
    timeoutMs: askLimitMs + 5_000,
    limit: outputLimit,
  });
  const name = brief(probe.run[0] ?? '', 60);
  if (timedOut || (exitCode === killed && probe.exitCode !== killed)) {
    return unknown(`${name} did not end within ${askLimitMs / 1000} s`);
  }
  if (exitCode !== probe.exitCode) {
    const said = brief(stderr || stdout);
    return failed(`${name} ended with ${exitCode} instead of ${probe.exitCode}${said ? `: ${said}` : ''}`);
  }
  if (probe.contains.some((text) => !stdout.includes(text)))
    return failed(`${name} did not print what it must`);
  return passed(`${name} ended with ${exitCode}`);
}
