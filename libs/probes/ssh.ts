import type { SshProbe } from '#scenario';
import { brief, failed, passed, silent, unknown, type Answer } from './answer.js';
import { connect, connectPatience } from './connect.js';
import { talk, type CurlRequest, type Talk } from './curl.js';
import { wrongLogin } from './mail.js';
import type { Target } from './target.js';

/** curl's exit codes: not let in, and let in to what then gives no files, which is all that the question is about. */
const loginDenied = 67;
const noFiles = [9, 78, 79];
const letIn = 'Authentication complete';

/** Asks a server for its first line, and whether it lets someone in with a password. */
export async function askSsh(probe: SshProbe, target: Target): Promise<Answer> {
  const greeting = await askBanner(probe, target);
  return greeting.outcome === 'passed' && probe.login ? askLogin(probe, probe.login, target) : greeting;
}

async function askBanner({ port, banner }: SshProbe, target: Target): Promise<Answer> {
  const asked = `SSH at port ${port}`;
  const seen = await connect(target, port, true);
  switch (seen.is) {
    case 'refused':
      return failed(`${asked}: the node refuses connections`);
    case 'silent':
      return silent(`${asked} did not answer within ${connectPatience}`);
    case 'unreachable':
      return silent(`${asked} cannot be reached`);
    case 'unclear':
      return unknown(`${asked} could not be asked: ${brief(seen.why)}`);
    case 'open':
  }
  const said = seen.said.trim();
  if (!said.startsWith('SSH-')) return failed(`${asked}: the node does not speak SSH`);
  if (banner !== undefined && !said.includes(banner))
    return failed(`${asked}: it calls itself ${brief(said)}`);
  return passed(`${asked}: ${brief(said)}`);
}

async function askLogin(
  probe: SshProbe,
  login: NonNullable<SshProbe['login']>,
  target: Target,
): Promise<Answer> {
  const asked = `SSH at port ${probe.port}`;
  const seen = await talk(target, asked, sshRequest(probe, target.address));
  if ('outcome' in seen) return seen;
  const { exitCode, stderr } = seen;
  if (exitCode !== loginDenied && exitCode !== 0 && !stderr.includes(letIn)) {
    return unknown(`${asked}: ${brief(complaint(seen))}`);
  }
  const wrong = wrongLogin(login, { exitCode: exitCode === loginDenied ? exitCode : 0 });
  const as = `${asked}: ${login.user} is ${login.accepted ? '' : 'not '}let in`;
  return wrong === undefined ? passed(as) : failed(`${asked}: ${wrong}`);
}

const complaint = ({ stderr, exitCode }: Talk) =>
  /^curl: \(\d+\) .*$/m.exec(stderr)?.[0] ?? `curl ended with ${exitCode}`;

/** A list of the home folder by SFTP: it comes to signing in, and runs nothing of the node's but its own server. */
function sshRequest({ port, login }: SshProbe, address: string): CurlRequest {
  return {
    expected: [loginDenied, ...noFiles],
    options: [
      '--verbose',
      '--insecure',
      // Nobody's keys: the helper has none, and must not look for any.
      '--key',
      '/dev/null',
      '--user',
      `${login?.user ?? ''}:${login?.password ?? ''}`,
    ],
    url: `sftp://${address}:${port}/~/`,
  };
}
