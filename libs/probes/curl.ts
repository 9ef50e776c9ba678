import { askLimitMs, brief, failed, outputLimit, silent, unknown, type Answer } from './answer.js';
import { fromItsNetwork, type Target } from './target.js';

const statusMark = 'vocr-status:';
/** curl's exit codes that tell of the node, not of the asking. */
const nodeFaults: Record<number, string> = {
  1: 'does not speak this protocol',
  7: 'refuses connections',
  8: 'does not speak this protocol',
  18: 'broke off its answer',
  35: 'does not agree on TLS',
  52: 'answered nothing',
  56: 'broke the connection',
  64: 'offers no TLS',
};
const writeError = 23;
const tooSlow = 28;
/** A reader that had enough ended it: not curl's fault, nor the node's. */
const brokenPipe = 141;

/** What curl saw. */
export interface Talk {
  exitCode: number;
  /** The last status of the protocol; 0 when there was none. */
  status: number;
  stdout: string;
  stderr: string;
}

export interface CurlRequest {
  /** Options of this protocol. */
  options: readonly string[];
  url: string;
  /** What is told beside the status, in curl's own words for it. */
  tell?: string;
  input?: string;
  /** Exit codes that the caller reads itself. */
  expected?: readonly number[];
}

/** The command of a request: an argument list, never a line of a shell. */
export function curlWords({ options, url, tell = '' }: CurlRequest): string[] {
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
    `%{stderr}${statusMark}%{response_code}\n${tell}`,
    ...options,
    '--url',
    url,
  ];
}

/**
 * Sends one request from the network that a question comes from.
 * @param asked the question in a few words, for people
 * @returns what was seen, or what it means that nothing was
 */
export async function talk(target: Target, asked: string, request: CurlRequest): Promise<Talk | Answer> {
  const curl = fromItsNetwork(target.pid, curlWords(request));
  const { exitCode, timedOut, stdout, stderr } = await target.helper.command({
    command: ['bash', '-o', 'pipefail', '-c', '"$@" | head -c "$0"', String(outputLimit), ...curl],
    timeoutMs: askLimitMs + 5_000,
    limit: outputLimit,
    ...(request.input === undefined ? {} : { input: request.input }),
  });
  const tooLong = `${asked} was not answered within ${askLimitMs / 1000} s`;
  if (timedOut) return unknown(tooLong);
  if (exitCode === tooSlow) return silent(tooLong);
  const status = [...stderr.matchAll(new RegExp(`^${statusMark}(\\d{3})$`, 'gm'))].at(-1)?.[1];
  // Without curl's closing line it was not curl that ended: the node is gone, or the helper cannot enter its network.
  if (status === undefined || exitCode === undefined) {
    return unknown(`${asked}: ${brief(stderr) || 'no answer'}`);
  }
  // A longer answer is cut, which curl reports as an error of writing.
  const isFine = [0, writeError, brokenPipe, ...(request.expected ?? [])].includes(exitCode);
  if (isFine) return { exitCode, status: Number(status), stdout, stderr };
  const fault = nodeFaults[exitCode];
  return fault
    ? failed(`${asked}: the node ${fault}`)
    : unknown(`${asked}: ${brief(stderr) || `curl ended with ${exitCode}`}`);
}

/** What the server said line by line, of a talk with `--verbose`; what was said to it, secrets too, is left out. */
export function serverLines(stderr: string): string {
  return [...stderr.matchAll(/^< (.*?)\r?$/gm)].map(([, line]) => line).join('\n');
}
