import type { HttpProbe } from '#scenario';
import { brief, failed, passed, unknown, wrongTexts, type Answer } from './answer.js';
import { wrongCertificate } from './certificate.js';
import { curlWords, talk, type CurlRequest } from './curl.js';
import { matches } from './match.js';
import type { Target } from './target.js';

const headersMark = 'vocr-headers:';
const endMark = 'vocr-end';

/** What came back to an HTTP request. */
export interface HttpAnswer {
  status: number;
  body: string;
  /** By name in small letters. */
  headers?: Readonly<Record<string, readonly string[]>>;
  /** curl's account of the certificates. */
  certificates?: string;
}

/** Sends one request from outside the node's control and compares the answer with all that is expected. */
export async function askHttp(probe: HttpProbe, target: Target): Promise<Answer> {
  const badHeader = Object.keys(probe.headers).find((name) => !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name));
  if (badHeader !== undefined) return unknown(`${JSON.stringify(badHeader)} cannot be the name of a header`);
  const asked = `${probe.method} ${brief(probe.path, 100)} at port ${portOf(probe)}`;
  const seen = await talk(target, asked, curlRequest(probe, target.address));
  if ('outcome' in seen) return seen;
  const { status, stdout, stderr } = seen;
  const end = stderr.lastIndexOf(`\n${endMark}\n`);
  const headers = readHeaders(stderr.slice(0, Math.max(0, end)));
  return judgeHttp(
    probe,
    asked,
    { status, body: stdout, headers, certificates: stderr.slice(end) },
    Date.now(),
  );
}

const portOf = ({ port, tls }: HttpProbe) => port ?? (tls ? 443 : 80);

/** The command that sends the request: an argument list, never a line of a shell. */
export const curlCommand = (probe: HttpProbe, address: string) => curlWords(curlRequest(probe, address));

function curlRequest(probe: HttpProbe, address: string): CurlRequest {
  const form = probe.form && new URLSearchParams(probe.form).toString();
  const inQuery = form !== undefined && (probe.method === 'GET' || probe.method === 'HEAD');
  const separator = probe.path.includes('?') ? '&' : '?';
  const path = encodePath(inQuery ? `${probe.path}${separator}${form}` : probe.path);
  const port = portOf(probe);
  const { tls } = probe;
  const isTold = Object.keys(probe.answerHeaders).length + probe.lacksHeaders.length > 0;
  return {
    tell: `${isTold ? `${headersMark}%{header_json}` : ''}\n${endMark}\n${tls ? '%{certs}\n' : ''}`,
    options: [
      ...(probe.method === 'HEAD' ? ['--head'] : ['--request', probe.method]),
      ...Object.entries(probe.headers).flatMap(([name, value]) => ['--header', headerLine(name, value)]),
      ...(form !== undefined && !inQuery ? ['--data-raw', form] : []),
      // Ranges have no authority that could be trusted; name and time are looked at here.
      ...(tls ? ['--insecure', `--tlsv${tls.protocol}`] : []),
      ...(tls?.name === undefined ? [] : ['--resolve', `${tls.name}:${port}:${address}`]),
    ],
    url: `${tls ? 'https' : 'http'}://${tls?.name ?? address}:${port}${path}`,
  };
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

function readHeaders(told: string): HttpAnswer['headers'] {
  const at = told.indexOf(headersMark);
  if (at < 0) return {};
  const read = JSON.parse(told.slice(at + headersMark.length)) as Record<string, string[]>;
  return Object.fromEntries(Object.entries(read).map(([name, values]) => [name.toLowerCase(), values]));
}

/**
 * Compares an answer with what is expected.
 * @param now wall time, ms since 1970: certificates run out
 */
export function judgeHttp(probe: HttpProbe, asked: string, answer: HttpAnswer, now: number): Answer {
  const { status, body, headers = {}, certificates = '' } = answer;
  if (status === 0) return failed(`${asked}: the node does not speak HTTP`);
  const badCertificate = probe.tls && wrongCertificate(probe.tls, certificates, now);
  if (badCertificate !== undefined) return failed(`${asked}: ${badCertificate}`);
  if (probe.status !== undefined && status !== probe.status) {
    return failed(`${asked}: status ${status} instead of ${probe.status}`);
  }
  const seen = `${asked}: status ${status}`;
  for (const [name, wanted] of Object.entries(probe.answerHeaders)) {
    const values = headers[name.toLowerCase()];
    if (!values) return failed(`${seen}, but no header ${name}`);
    if (!values.some((value) => value.includes(wanted)))
      return failed(`${seen}, but its header ${name} says something else`);
  }
  const unwanted = probe.lacksHeaders.find((name) => headers[name.toLowerCase()]);
  if (unwanted !== undefined) return failed(`${seen}, but there is a header ${unwanted}`);
  const wrong = wrongTexts(body, probe);
  if (wrong !== undefined) return failed(`${seen}, but the answer ${wrong}`);
  const isMatch = probe.pattern === undefined || matches(probe.pattern, body);
  if (isMatch === undefined) return unknown(`${seen}, but its text takes too long to look through`);
  return isMatch ? passed(seen) : failed(`${seen}, but the answer does not look as it must`);
}
