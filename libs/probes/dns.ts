import { randomInt } from 'node:crypto';
import type { DnsProbe } from '#scenario';
import { brief, failed, passed, silent, unknown, type Answer } from './answer.js';
import { dnsQuestion, readDnsAnswer, type DnsAnswer } from './dns-message.js';
import { fromItsNetwork, type Target } from './target.js';

const waitSeconds = 2;
const tries = 2;
const nothingSaid = 62;
const refusedCode = 61;
const noError = 0;
const noSuchName = 3;
const refused = 5;

/** Sends a datagram, tells in hexadecimal digits what comes back, and asks once more when nothing does. */
const script = `
use strict; use Socket;
my ($address, $port, $question) = @ARGV;
socket(my $s, PF_INET, SOCK_DGRAM, getprotobyname("udp") || 17) or die "socket: $!";
connect($s, sockaddr_in($port, inet_aton($address))) or die "connect: $!";
for (1 .. ${tries}) {
  defined send($s, pack("H*", $question), 0) or exit ($!{ECONNREFUSED} ? ${refusedCode} : die "send: $!");
  my $bits = ""; vec($bits, fileno($s), 1) = 1;
  next unless select(my $ready = $bits, undef, undef, ${waitSeconds});
  defined recv($s, my $answer, 65535, 0) or exit ($!{ECONNREFUSED} ? ${refusedCode} : die "recv: $!");
  print unpack("H*", $answer); exit 0;
}
exit ${nothingSaid};`;

/** Asks the node for a name, as a resolver would. */
export async function askDns(probe: DnsProbe, target: Target): Promise<Answer> {
  const asked = `${probe.type} of ${brief(probe.name, 100)} at port ${probe.port}`;
  const id = randomInt(0x10000);
  const question = dnsQuestion(id, probe.name, probe.type).toString('hex');
  const words = ['perl', '-MErrno', '-e', script, target.address, String(probe.port), question];
  const { exitCode, timedOut, stdout, stderr } = await target.helper.command({
    command: fromItsNetwork(target.pid, words),
    timeoutMs: (waitSeconds * tries + 5) * 1000,
  });
  if (timedOut) return unknown(`${asked}: no answer of the helper`);
  if (exitCode === nothingSaid) return silent(`${asked} was not answered within ${waitSeconds * tries} s`);
  if (exitCode === refusedCode) return failed(`${asked}: nothing listens there`);
  if (exitCode !== 0) return unknown(`${asked}: ${brief(stderr) || `code ${exitCode}`}`);
  let answer: DnsAnswer;
  try {
    answer = readDnsAnswer(Buffer.from(stdout, 'hex'), id, probe.type);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failed(`${asked}: the node does not speak DNS (${error.message})`);
  }
  return judgeDns(probe, asked, answer);
}

/** Compares an answer with what is expected. */
export function judgeDns(probe: DnsProbe, asked: string, { code, records }: DnsAnswer): Answer {
  const isRefusal = code === noSuchName || code === refused;
  if (probe.refused) {
    return isRefusal
      ? passed(`${asked}: not answered, as it must be`)
      : failed(`${asked}: answered with ${records.length} records (code ${code})`);
  }
  if (code !== noError) return failed(`${asked}: ${isRefusal ? 'turned away' : 'an error'} (code ${code})`);
  if (records.length === 0) return failed(`${asked}: no such record`);
  const wanted = probe.answer;
  const isThere =
    wanted === undefined ||
    records.some((record) => record === wanted || (probe.type !== 'TXT' && record === plain(wanted)));
  return isThere ? passed(`${asked}: ${brief(records.join(', '))}`) : failed(`${asked}: another record`);
}

/** Names are compared without regard to case, and with or without their last dot. */
const plain = (text: string) => text.toLowerCase().replace(/\.$/, '');
