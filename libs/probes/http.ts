import type { HttpProbe } from '#scenario';
import { askLimitMs, brief, failed, outputLimit, passed, unknown, type Answer } from './answer.js';
import { fromItsNetwork, type Target } from './target.js';

const statusMark = 'vocr-status:';
/** curl's exit codes that tell of the node, not of the asking. */
const nodeFaults: Record<number, string> = {
  7: 'refuses connections',
  18: 'broke off its answer',
  52: 'answered nothing',
  56: 'broke the connection',
  1: 'does not speak HTTP',
  8: 'does not speak HTTP',
};
const writeError = 23;
const tooSlow = 28;

/** Sends one request from outside the node's control and compares the answer with all that is expected. */
export async function askHttp(probe: HttpProbe, target: Target): Promise<Answer> {
  const badHeader = Object.keys(probe.headers).find((name) => !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name));
  if (badHeader !== undefined) return unknown(`${JSON.stringify(badHeader)} cannot be the name of a header`);
  const curl = fromItsNetwork(target.pid, curlCommand(probe, target.address));
  const { exitCode, timedOut, stdout, stderr } = await target.helper.command({
    command: ['bash', '-o', 'pipefail', '-c', '"$@" | head -c "$0"', String(outputLimit), ...curl],
    timeoutMs: askLimitMs + 5_000,
    limit: outputLimit,
  });
  const asked = `${probe.method} ${brief(probe.path, 100)} at port ${probe.port}`;
  if (timedOut || exitCode === tooSlow)
    return unknown(`${asked} was not answered within ${askLimitMs / 1000} s`);
  const status = [...stderr.matchAll(new RegExp(`^${statusMark}(\\d{3})$`, 'gm'))].at(-1)?.[1];
  // Without curl's closing line it was not curl that ended: the node is gone, or the helper cannot enter its network.
  if (status === undefined) return unknown(`${asked}: ${brief(stderr) || 'no answer'}`);
  // A longer answer is cut, which curl reports as an error of writing; 141 is the same by signal.
  if (exitCode !== 0 && exitCode !== writeError && exitCode !== 141) {
    const fault = nodeFaults[exitCode ?? -1];
    return fault
      ? failed(`${asked}: the node ${fault}`)
      : unknown(`${asked}: ${brief(stderr) || `curl ended with ${exitCode}`}`);
  }
  return judgeHttp(probe, asked, Number(status), stdout);
}

/** The command that sends the request: an argument list, never a line of a shell. */
export function curlCommand(probe: HttpProbe, address: string): string[] {
  const form = probe.form && new URLSearchParams(probe.form).toString();
  const inQuery = form !== undefined && (probe.method === 'GET' || probe.method === 'HEAD');
  const separator = probe.path.includes('?') ? '&' : '?';
  const path = encodePath(inQuery ? `${probe.path}${separator}${form}` : probe.path);
  return [
    'curl',
    '-q',
    '--silent',
    '--show-error',
    '--globoff',
    '--path-as-is',
    '--noproxy',
    '*',
    '--max-time',
    String(askLimitMs / 1000),
    '--write-out',
    `%{stderr}${statusMark}%{http_code}\n`,
    ...(probe.method === 'HEAD' ? ['--head'] : ['--request', probe.method]),
    ...Object.entries(probe.headers).flatMap(([name, value]) => ['--header', headerLine(name, value)]),
    ...(form !== undefined && !inQuery ? ['--data-raw', form] : []),
    '--url',
    `http://${address}:${probe.port}${path}`,
  ];
}

/** curl takes a header with an empty value only in this form; line breaks would make further headers. */
function headerLine(name: string, value: string): string {
  const text = value.replace(/[\r\n\0]+/g, ' ').trim();
  return text === '' ? `${name};` : `${name}: ${text}`;
}

/** Authors write paths as people do; what cannot stand in a request line is escaped, what can is left alone. */
function encodePath(path: string): string {
  const escaped = (character: string) =>
    [...Buffer.from(character)].map((b) => `%${b.toString(16).padStart(2, '0')}`);
  return path.replace(/[^\x21-\x7e]/gu, (character) => escaped(character).join(''));
}

/** Compares an answer with what is expected. */
export function judgeHttp(probe: HttpProbe, asked: string, status: number, body: string): Answer {
  if (status === 0) return failed(`${asked}: the node does not speak HTTP`);
  if (probe.status !== undefined && status !== probe.status) {
    return failed(`${asked}: status ${status} instead of ${probe.status}`);
  }
  const absent = probe.contains.find((text) => !body.includes(text));
  if (absent !== undefined)
    return failed(`${asked}: status ${status}, but the answer lacks what it must contain`);
  const present = probe.lacks.find((text) => body.includes(text));
  if (present !== undefined)
    return failed(`${asked}: status ${status}, but the answer contains what it must not`);
  return passed(`${asked}: status ${status}`);
}
