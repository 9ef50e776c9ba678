import { z } from 'zod';
import { exactlyOne, kindIn, kindKeys } from '../kinds.js';
import { mark } from '../meaning.js';
import { textSchema } from '../texts.js';
import { nameOf } from '../words.js';
import { commandProbe } from './command.js';
import { httpProbe } from './http.js';
import { logProbe } from './log.js';
import { tcpProbe } from './tcp.js';

/** All kinds of probes, by their key. */
export const probeKinds = {
  command: commandProbe.describe('run a command inside the node; whoever is root there decides the answer'),
  tcp: tcpProbe.describe('connect to a port'),
  http: httpProbe.describe('send an HTTP request and look at what comes back'),
  log: logProbe.describe("look at what the node's first process printed"),
};

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
      'for http and tcp: the node whose place in the network the question comes from; without it the asked node itself, ' +
        'which whoever owns the service can tell from a visitor',
    ),
};

/** A schema of questions to nodes, with further keys if they have any. */
export function questionSchema<T extends z.core.$ZodShape>(further: T) {
  const shape = probeShape.extend(questionKeys).extend(further);
  const isFromFit = ({ from, http, tcp }: Partial<Record<'from' | 'http' | 'tcp', unknown>>) =>
    from === undefined || http !== undefined || tcp !== undefined;
  return mark(
    exactlyOne(probeKinds, shape).refine((question) => isFromFit(question as object), {
      path: ['from'],
      message: 'is for http and tcp: other probes ask inside the node',
    }),
    { isQuestion: true },
  );
}

export type Probe = z.infer<typeof probeSchema>;
export type ProbeKind = keyof typeof probeKinds;

/** Which kind a probe is of. @throws RangeError for what passed no validation and is of none */
export function probeKindOf(probe: Probe): ProbeKind {
  const kind = kindIn(probeKinds, probe);
  if (kind === undefined) throw new RangeError(`a probe needs one of ${Object.keys(probeKinds).join(', ')}`);
  return kind;
}
