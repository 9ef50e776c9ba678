import { fromItsNetwork, type Target } from './target.js';

const connectSeconds = 5;
const timedOutCode = 124;

/** What came of a try to connect. `unclear`: the try itself went wrong. */
export type Connection =
  | { is: 'open'; said: string }
  | { is: 'refused' | 'unreachable' | 'silent' }
  | { is: 'unclear'; why: string };

/** Wall time after which a port is taken to be silent, in words. */
export const connectPatience = `${connectSeconds} s`;

/**
 * Tries to connect to a port, and reads what the node says first when that is wanted.
 * @param greeting wait for the first line
 */
export async function connect(target: Target, port: number, greeting = false): Promise<Connection> {
  const script = greeting
    ? 'exec 3<>"/dev/tcp/$0/$1" && { IFS= read -r -t 4 -n 255 line <&3; printf %s "$line"; }'
    : 'exec 3<>"/dev/tcp/$0/$1"';
  const words = ['timeout', String(connectSeconds), 'bash', '-c', script, target.address, String(port)];
  const { exitCode, timedOut, stdout, stderr } = await target.helper.command({
    command: fromItsNetwork(target.pid, words),
    timeoutMs: (connectSeconds + 5) * 1000,
  });
  if (exitCode === 0) return { is: 'open', said: stdout };
  if (timedOut) return { is: 'unclear', why: 'no answer of the helper' };
  if (exitCode === timedOutCode) return { is: 'silent' };
  if (/refused/i.test(stderr)) return { is: 'refused' };
  if (/no route to host|network is unreachable|prohibited/i.test(stderr)) return { is: 'unreachable' };
  // A connection that the system itself gives up was not answered either.
  if (/timed out/i.test(stderr)) return { is: 'silent' };
  return { is: 'unclear', why: stderr.trim().split('\n').at(-1) || 'no answer' };
}
