import { z } from 'zod';
import { exactlyOne, kindIn, kindKeys } from '../kinds.js';
import { mark } from '../meaning.js';
import { textSchema } from '../texts.js';
import { nameOf } from '../words.js';
import { closedProbe } from './closed.js';
import { commandProbe } from './command.js';
import { dnsProbe } from './dns.js';
import { fileProbe } from './file.js';
import { httpProbe } from './http.js';
import { logProbe } from './log.js';
import { imapProbe, smtpProbe } from './mail.js';
import { processProbe } from './process.js';
import { sshProbe } from './ssh.js';
import { tcpProbe } from './tcp.js';

/** All kinds of probes, by their key. */
export const probeKinds = {
  command: commandProbe.describe('run a command inside the node; whoever is root there decides the answer'),
  tcp: tcpProbe.describe('connect to a port'),
  http: httpProbe.describe('send an HTTP request and look at what comes back'),
  dns: dnsProbe.describe('ask it for a name'),
  smtp: smtpProbe.describe('talk with it as one who brings mail'),
  imap: imapProbe.describe('talk with it as one who fetches mail'),
  ssh: sshProbe.describe('talk with it as one who wants a shell'),
  closed: closedProbe.describe('try a port that must take no connection'),
  file: fileProbe.describe('look at a file inside the node; whoever is root there decides what it holds'),
  process: processProbe.describe(
    'look for a process inside the node; whoever is root there decides the answer',
  ),
  log: logProbe.describe("look at what the node's first process printed"),
};

/** The kinds that ask over the network, so that it matters from where. */
export const networkKinds = ['tcp', 'http', 'dns', 'smtp', 'imap', 'ssh', 'closed'] as const;

const probeShape = z.strictObject(kindKeys(probeKinds));

/** A question put to one node: exactly one kind. */
export const probeSchema = exactlyOne(probeKinds, probeShape);

/** What a probe of a task, a service or a condition says beside its kind. */
const questionKeys = {
  node: nameOf('nodes').describe('the node that is asked'),
  title: mark(textSchema, { use: 'text' }).optional().describe('what it stands for in a result, for people'),
  from: nameOf('nodes')
    .optional()
    .describe(
      'for what asks over the network: the node whose place in the network the question comes from; without it the asked node itself, ' +
        'which whoever owns the service can tell from a visitor',
    ),
};

/** A schema of questions to nodes, with further keys if they have any. */
export function questionSchema<T extends z.core.$ZodShape>(further: T) {
  const shape = probeShape.extend(questionKeys).extend(further);
  const isFromFit = (question: Record<string, unknown>) =>
    question.from === undefined || networkKinds.some((kind) => question[kind] !== undefined);
  return mark(
    exactlyOne(probeKinds, shape).refine((question) => isFromFit(question as Record<string, unknown>), {
      path: ['from'],
      message: `is for ${networkKinds.join(', ')}: other probes ask inside the node`,
    }),
    { isQuestion: true },
  );
}

/** A question with nothing further. */
export const plainQuestion = questionSchema({});

export type Probe = z.infer<typeof probeSchema>;
/** A question to one node, as tasks and services put it. */
export type Question = z.infer<typeof plainQuestion>;
export type ProbeKind = keyof typeof probeKinds;

/** Which kind a probe is of. @throws RangeError for what passed no validation and is of none */
export function probeKindOf(probe: Probe): ProbeKind {
  const kind = kindIn(probeKinds, probe);
  if (kind === undefined) throw new RangeError(`a probe needs one of ${Object.keys(probeKinds).join(', ')}`);
  return kind;
}
