import { z } from 'zod';
import { dnsName, networkSchema, routerSchema } from './schema-network.js';
import { duration, name, notReserved, reservedMessage } from './schema-words.js';
import { sysctlName } from './policy/sysctls.js';

const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and _, and start with a letter')
  .refine(notReserved, reservedMessage);

/** A text that people read, per language. Which languages must be there is the scenario's `languages`. */
export const textSchema = z.partialRecord(z.enum(['vi', 'en']), z.string().min(1).max(20_000));

/** Reference of a container image. It becomes part of paths of the engine's API and of the platform's own folder. */
const imageReference = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]*([/:@][A-Za-z0-9][A-Za-z0-9_.-]*)*$/,
    'must be an image such as debian:bookworm-slim',
  )
  .refine((text) => !text.includes('..'), 'must be an image such as debian:bookworm-slim');

const size = z.string().regex(/^\d{1,6}[MG]$/, 'must be a size such as 256M or 2G');
const absolutePath = z.string().regex(/^\/[^\0]{1,255}$/, 'must be an absolute path');

/** What an HTTP probe sends and what it must see. All expectations must hold. */
export const httpProbeSchema = z.strictObject({
  port: z.int().min(1).max(65535).default(80),
  path: z.string().startsWith('/').max(2_000).default('/'),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']).default('GET'),
  headers: z.record(z.string().max(100), z.string().max(2_000)).default({}),
  form: z.record(z.string().max(100), z.string().max(2_000)).optional(),
  status: z.int().min(100).max(599).optional(),
  contains: z.array(z.string().min(1).max(1_000)).default([]),
  lacks: z.array(z.string().min(1).max(1_000)).default([]),
});

const probeKinds = {
  command: z.strictObject({
    run: z.array(z.string().max(4_000)).min(1).max(32),
    user: z.string().max(64).default('root'),
    exitCode: z.int().min(0).max(255).default(0),
    contains: z.array(z.string().min(1).max(1_000)).default([]),
  }),
  tcp: z.strictObject({ port: z.int().min(1).max(65535) }),
  http: httpProbeSchema,
  log: z.strictObject({ contains: z.string().min(1).max(1_000) }),
};
const probeKindsPartial = z.strictObject({
  command: probeKinds.command.optional(),
  tcp: probeKinds.tcp.optional(),
  http: probeKinds.http.optional(),
  log: probeKinds.log.optional(),
});
const oneKind = (probe: object) =>
  Object.keys(probe).filter((key) => key in probeKinds && probe[key as keyof typeof probe] !== undefined)
    .length === 1;
const oneKindMessage = `needs exactly one of ${Object.keys(probeKinds).join(', ')}`;

/** A question put to one node: exactly one kind. */
export const probeSchema = probeKindsPartial.refine(oneKind, oneKindMessage);
/** A probe of a task: says which node, and what it stands for in a result. */
export const checkSchema = probeKindsPartial
  .extend({
    node: name,
    title: textSchema.optional(),
    from: name
      .optional()
      .describe(
        'for http and tcp: the node whose place in the network the question comes from; without it the asked node itself, ' +
          'which whoever owns the service can tell from a visitor',
      ),
  })
  .refine(oneKind, oneKindMessage)
  .refine(({ from, http, tcp }) => from === undefined || http !== undefined || tcp !== undefined, {
    path: ['from'],
    message: 'is for http and tcp: other probes ask inside the node',
  });

const wrapper = z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, 'must be 1 to 20 letters, digits, _ or -');
const wholeNumber = z.int().min(-1e12).max(1e12);
const portNumber = z.int().min(1).max(65535);
/** A value that differs per team. flag and password are secret. */
export const variableSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flag'), wrapper: wrapper.default('VOCR') }),
  z.strictObject({ type: z.literal('password'), length: z.int().min(8).max(64).default(16) }),
  z.strictObject({ type: z.literal('username') }),
  z.strictObject({
    type: z.literal('port'),
    min: portNumber.default(20_000),
    max: portNumber.default(60_000),
  }),
  z.strictObject({ type: z.literal('number'), min: wholeNumber, max: wholeNumber }),
  z.strictObject({ type: z.literal('choice'), of: z.array(z.string().min(1).max(200)).min(1).max(200) }),
  z.strictObject({ type: z.literal('text'), value: z.string().max(2_000) }),
]);

const fileSchema = z
  .strictObject({
    path: absolutePath,
    content: z.string().max(1_000_000).optional(),
    from: z.string().max(255).optional(),
    owner: z
      .string()
      .regex(/^\d{1,6}:\d{1,6}$/, 'must be uid:gid, such as 0:0')
      .default('0:0'),
    mode: z
      .string()
      .regex(/^0[0-7]{3}$/, 'must be four octal digits, such as 0644')
      .default('0644'),
  })
  .refine((f) => (f.content === undefined) !== (f.from === undefined), 'needs either content or from');

const nodeSchema = z
  .strictObject({
    title: textSchema.optional(),
    image: imageReference.optional(),
    build: z.string().max(255).optional(),
    command: z.array(z.string().max(4_000)).max(64).optional(),
    networks: z.record(name, z.strictObject({ address: z.ipv4().optional() }).nullable()).default({}),
    names: z.array(dnsName).max(50).default([]).describe('further names, e.g. www.bank.example'),
    gateway: name
      .optional()
      .describe('router that leads elsewhere; without it the only one on its networks; none: no way out'),
    router: routerSchema.optional().describe('the node forwards between its networks'),
    files: z.array(fileSchema).max(200).default([]),
    environment: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), z.string().max(4_000))
      .default({}),
    ready: probeSchema.optional(),
    capabilities: z
      .array(z.string().regex(/^[A-Z_]{2,32}$/))
      .max(16)
      .default([]),
    runtime: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,60}$/, 'must be the name of a runtime such as runsc')
      .optional()
      .describe(
        "the engine's runtime that the node runs in, such as runsc; without it the engine's usual one",
      ),
    sysctls: z
      .record(
        z.string().regex(sysctlName, 'must be a sysctl of the network such as net.ipv4.tcp_syncookies'),
        z.union([
          z.int(),
          z
            .string()
            .regex(/^[0-9a-zA-Z][0-9a-zA-Z \t._-]{0,60}$/, 'must be a value such as 1 or "1024 65000"'),
        ]),
      )
      .default({})
      .describe("settings of the kernel for the node's own network"),
    setuid: z
      .boolean()
      .default(false)
      .describe('programs may gain the rights of their owner, for scenarios that teach setuid and sudo'),
    resources: z
      .strictObject({
        memory: size.default('256M'),
        disk: size.default('64M'),
        cpus: z.number().min(0.1).max(16).default(1),
        processes: z.int().min(8).max(4096).default(256),
      })
      .prefault({}),
    terminal: z
      .strictObject({
        user: z.string().max(32).default('root'),
        shell: z.array(z.string()).min(1).max(8).default(['/bin/bash', '-l']),
      })
      .optional(),
  })
  .refine((n) => (n.image === undefined) !== (n.build === undefined), 'needs either image or build');

const hintSchema = z.strictObject({ id: name, cost: z.int().min(0).max(10_000), text: textSchema });

const taskSchema = z
  .strictObject({
    id: name,
    title: textSchema,
    description: textSchema,
    points: z.int().min(0).max(10_000),
    answer: z
      .strictObject({ value: z.string().min(1).max(1_000), caseSensitive: z.boolean().default(true) })
      .optional(),
    check: z.array(checkSchema).min(1).max(50).optional(),
    attempts: z.int().min(1).max(1_000).optional(),
    requires: z.array(name).max(50).default([]),
    hints: z.array(hintSchema).max(20).default([]),
    mappings: z.array(z.string().max(40)).max(20).default([]),
  })
  .refine((t) => (t.answer === undefined) !== (t.check === undefined), 'needs either answer or check');

/** `scenario.yaml`, the one file that declares a scenario. */
export const scenarioSchema = z.strictObject({
  apiVersion: z.literal('vocr/v1'),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 of a-z, 0-9 and -, and start with a letter'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a semantic version such as 1.0.0'),
  title: textSchema,
  summary: textSchema,
  authors: z.array(z.string().max(200)).min(1).max(50),
  license: z.string().max(100),
  difficulty: z.enum(['beginner', 'easy', 'medium', 'hard', 'expert']),
  duration,
  languages: z.array(z.enum(['vi', 'en'])).min(1),
  prerequisites: z.array(textSchema).max(50).default([]),
  objectives: z.array(textSchema).max(50).default([]),
  mappings: z
    .strictObject({
      attack: z
        .array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'must be an ATT&CK technique such as T1190'))
        .default([]),
      d3fend: z
        .array(z.string().regex(/^D3-[A-Z0-9]+$/, 'must be a D3FEND technique such as D3-AH'))
        .default([]),
      nice: z.array(z.string().max(20)).default([]),
    })
    .prefault({}),
  variables: z.record(variableName, variableSchema).default({}),
  networks: z.record(name, networkSchema),
  nodes: z.record(name, nodeSchema),
  tasks: z.array(taskSchema).max(200).default([]),
});

const solutionStep = z.strictObject({
  task: name,
  node: name,
  run: z.string().min(1).max(20_000),
  answer: z
    .string()
    .max(1_000)
    .optional()
    .describe('a pattern with one group, matched against the output: the answer'),
});

/** `solution.yaml`: steps that solve every task as a trainee would, in their terminals. Never shown to a learner. */
export const solutionSchema = z.strictObject({
  apiVersion: z.literal('vocr/v1'),
  steps: z.array(solutionStep).min(1).max(200),
});

export type Text = z.infer<typeof textSchema>;
export type Language = 'vi' | 'en';
export type Probe = z.infer<typeof probeSchema>;
export type HttpProbe = z.infer<typeof httpProbeSchema>;
export type Check = z.infer<typeof checkSchema>;
export type Variable = z.infer<typeof variableSchema>;
export type ScenarioNode = z.infer<typeof nodeSchema>;
export type NodeFile = z.infer<typeof fileSchema>;
export type Task = z.infer<typeof taskSchema>;
export type Hint = z.infer<typeof hintSchema>;
export type Scenario = z.infer<typeof scenarioSchema>;
export type Solution = z.infer<typeof solutionSchema>;
