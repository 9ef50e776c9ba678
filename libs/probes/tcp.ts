import type { Probe } from '#scenario';
import { failed, passed, unknown, type Answer } from './answer.js';
import { fromItsNetwork, type Target } from './target.js';

const connectSeconds = 5;
const timedOutCode = 124;

/** Whether something accepts connections at a port. */
export async function askTcp({ port }: NonNullable<Probe['tcp']>, target: Target): Promise<Answer> {
  const connect = [
    'timeout',
    String(connectSeconds),
    'bash',
    '-c',
    'exec 3<>"/dev/tcp/$0/$1"',
    target.address,
    String(port),
  ];
  const { exitCode, timedOut, stderr } = await target.helper.command({
    command: fromItsNetwork(target.pid, connect),
    timeoutMs: (connectSeconds + 5) * 1000,
  });
  if (exitCode === 0) return passed(`port ${port} accepts connections`);
  if (timedOut || exitCode === timedOutCode)
    return unknown(`port ${port} did not answer within ${connectSeconds} s`);
  if (/refused/i.test(stderr)) return failed(`port ${port} refuses connections`);
  return unknown(`port ${port} could not be asked: ${stderr.trim().split('\n').at(-1) ?? 'no answer'}`);
}
