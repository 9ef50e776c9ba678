import type { ImapProbe, SmtpProbe } from '#scenario';
import { failed, passed, wrongTexts, type Answer } from './answer.js';
import { serverLines, talk, type CurlRequest, type Talk } from './curl.js';
import type { Target } from './target.js';

/** curl's exit codes of a talk in which a server said no. */
const loginDenied = 67;
const sendFailed = 55;
const quoteFailed = 21;
const remoteDenied = 9;

/** Talks with a mail server as one who brings mail. */
export async function askSmtp(probe: SmtpProbe, target: Target): Promise<Answer> {
  const asked = `SMTP at port ${probe.port}`;
  const seen = await talk(target, asked, smtpRequest(probe, target.address));
  if ('outcome' in seen) return seen;
  const login = wrongLogin(probe.login, seen);
  if (login !== undefined) return failed(`${asked}: ${login}`);
  if (probe.mail && probe.login?.accepted !== false) {
    const isTaken = seen.exitCode === 0;
    if (isTaken !== probe.mail.accepted) {
      return failed(`${asked}: the mail is ${isTaken ? 'taken' : `turned away (${seen.status})`}`);
    }
  }
  return judgeLines(probe, asked, seen);
}

/** Talks with a mail server as one who fetches mail. */
export async function askImap(probe: ImapProbe, target: Target): Promise<Answer> {
  const asked = `IMAP at port ${probe.port}`;
  const seen = await talk(target, asked, imapRequest(probe, target.address));
  if ('outcome' in seen) return seen;
  const login = wrongLogin(probe.login, seen);
  return login === undefined ? judgeLines(probe, asked, seen) : failed(`${asked}: ${login}`);
}

/** What is sent to a server of SMTP. */
export function smtpRequest({ port, tls, login, mail }: SmtpProbe, address: string): CurlRequest {
  const isSent = mail !== undefined && login?.accepted !== false;
  return {
    expected: [loginDenied, sendFailed, ...(mail ? [] : [quoteFailed])],
    options: [
      '--verbose',
      ...encryption(tls),
      ...credentials(login),
      // Without a mail a greeting is all that is asked for.
      ...(isSent
        ? ['--mail-from', mail.from, '--mail-rcpt', mail.to, '--upload-file', '-']
        : ['--request', 'NOOP']),
    ],
    url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://${address}:${port}/vocr.example`,
    ...(isSent ? { input: letter(mail) } : {}),
  };
}

function imapRequest({ port, tls, login }: ImapProbe, address: string): CurlRequest {
  return {
    expected: [loginDenied],
    options: ['--verbose', ...encryption(tls), ...credentials(login), '--request', 'NOOP'],
    url: `${tls === 'implicit' ? 'imaps' : 'imap'}://${address}:${port}/`,
  };
}

const encryption = (tls: SmtpProbe['tls']) => [
  ...(tls === 'none' ? [] : ['--insecure']),
  ...(tls === 'starttls' ? ['--ssl-reqd'] : []),
];

/** A colon ends curl's user name, so one that has a colon cannot be said. */
const credentials = (login: SmtpProbe['login']) =>
  login ? ['--user', `${login.user}:${login.password}`] : [];

function letter({ from, to, subject }: NonNullable<SmtpProbe['mail']>): string {
  const line = subject.replace(/[\r\n\0]+/g, ' ');
  return `From: <${from}>\r\nTo: <${to}>\r\nSubject: ${line}\r\n\r\n${line}\r\n`;
}

/** What is wrong with how a sign-in went; undefined when nothing is. */
export function wrongLogin(
  login: { user: string; accepted: boolean } | undefined,
  { exitCode }: Pick<Talk, 'exitCode'>,
): string | undefined {
  if (!login) return undefined;
  const isIn = exitCode !== loginDenied && exitCode !== remoteDenied;
  if (isIn === login.accepted) return undefined;
  return isIn ? `${login.user} is let in` : `${login.user} is not let in`;
}

function judgeLines({ contains }: Pick<SmtpProbe, 'contains'>, asked: string, { stderr }: Talk): Answer {
  const lines = serverLines(stderr);
  if (lines === '') return failed(`${asked}: the node does not speak this protocol`);
  const wrong = wrongTexts(lines, { contains });
  return wrong === undefined
    ? passed(`${asked}: answered as it must`)
    : failed(`${asked}: its answer ${wrong}`);
}
