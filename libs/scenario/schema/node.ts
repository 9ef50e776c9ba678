import { z } from 'zod';
import { sysctlName } from '../policy/sysctls.js';
import { fileSchema } from './file.js';
import { mark } from './meaning.js';
import { dnsName } from './network.js';
import { probeSchema } from './probes/index.js';
import { routerSchema } from './router.js';
import { terminalSchema } from './terminal.js';
import { textSchema } from './texts.js';
import { name, nameOf } from './words.js';

const anImage = 'must be an image such as debian:bookworm-slim';
/** Reference of a container image. It becomes part of paths of the engine's API and of the platform's own folder. */
const imageReference = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*([/:@][A-Za-z0-9][A-Za-z0-9_.-]*)*$/, anImage)
  .refine((text) => !text.includes('..'), anImage);

const size = z.string().regex(/^\d{1,6}[MG]$/, 'must be a size such as 256M or 2G');

const interfaceSchema = z
  .strictObject({
    address: z.ipv4().optional().describe('its address there; without it the lowest free one'),
  })
  .nullable();

const sysctlValue = z.union([
  z.int(),
  z.string().regex(/^[0-9a-zA-Z][0-9a-zA-Z \t._-]{0,60}$/, 'must be a value such as 1 or "1024 65000"'),
]);

const resourcesSchema = z.strictObject({
  memory: size.default('256M').describe('most memory that it may have'),
  disk: size.default('64M').describe('most that it may write to its disk; it counts as memory'),
  cpus: z.number().min(0.1).max(16).default(1).describe('most processors that it may keep busy'),
  processes: z.int().min(8).max(4096).default(256).describe('most processes and threads'),
});

const environmentSchema = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
  mark(z.string().max(4_000), { use: 'environment' }),
);

/** A machine of the topology. */
export const nodeSchema = z
  .strictObject({
    title: textSchema.optional().describe('what people call it'),
    image: imageReference.optional().describe('the image that it runs; else `build`'),
    build: mark(z.string().max(255), { inFolder: 'image' })
      .optional()
      .describe("a folder of the scenario with a Dockerfile, such as images/web, that it's built from"),
    command: mark(z.array(z.string().max(4_000)).max(64), { use: 'argument' })
      .optional()
      .describe("its first process and its arguments; without it the image's"),
    networks: z
      .record(nameOf('networks'), interfaceSchema)
      .default({})
      .describe('the networks that it is in, by name'),
    names: z
      .array(dnsName)
      .max(50)
      .default([])
      .describe('further names that the other nodes find it by, e.g. www.bank.example'),
    gateway: name
      .optional()
      .describe('router that leads elsewhere; without it the only one on its networks; none: no way out'),
    router: routerSchema.optional().describe('makes the node forward between its networks'),
    files: mark(z.array(fileSchema).max(200), { once: { what: 'the file', by: 'path' } })
      .default([])
      .describe('files that stand in it before it starts'),
    environment: environmentSchema
      .default({})
      .describe('environment of its processes; nothing secret, for every process reads it'),
    ready: probeSchema.optional().describe('the probe that says that it is ready; without it, that it runs'),
    capabilities: z
      .array(z.string().regex(/^[A-Z_]{2,32}$/))
      .max(16)
      .default([])
      .describe('capabilities of Linux that it gets, such as NET_RAW; it has no others'),
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
        sysctlValue,
      )
      .default({})
      .describe("settings of the kernel for the node's own network"),
    setuid: z
      .boolean()
      .default(false)
      .describe('programs may gain the rights of their owner, for scenarios that teach setuid and sudo'),
    resources: resourcesSchema.prefault({}).describe('what it may use at most'),
    terminal: terminalSchema.optional().describe('lets learners open a terminal on it'),
  })
  .refine((n) => (n.image === undefined) !== (n.build === undefined), 'needs either image or build');

export type ScenarioNode = z.infer<typeof nodeSchema>;
