import { z } from 'zod';
import { internetPlace } from '../internet.js';
import type { JsonSchema } from '../json-schema.js';
import { sizeBytes } from '../units.js';
import { defaultPolicy, type InstallationPolicy, neverCapability, neverSysctl } from './policy.js';

const size = z.string().regex(/^[1-9]\d{0,5}[MG]$/, 'must be a size such as 256M or 2G');
const runtime = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,60}$/, 'must be the name of a runtime such as runsc');
const processors = z.number().min(0.1).max(1_024);
const count = z.int().min(1);
const resources = { memory: size, disk: size, cpus: processors, processes: count.max(4_194_304) };
/** A list each of whose entries some installation may permit. */
const grantable = (most: number, never: (name: string) => string | undefined) =>
  z
    .array(
      z.string().superRefine((name, context) => {
        const why = never(name);
        if (why) context.addIssue({ code: 'custom', message: `${name} ${why}` });
      }),
    )
    .max(most);

const place = 'must be a host such as packages.example.net or *.example.org:443, or *';

/** The file that `VOCR_POLICY` names. What it leaves out keeps its default; a list replaces the default list. */
export const policySchema = z.strictObject({
  node: z.strictObject(resources).partial().describe('most for one node').default({}),
  range: z
    .strictObject({ ...resources, nodes: count.max(1_000), networks: count.max(1_000) })
    .partial()
    .describe('most for all nodes of one range together')
    .default({}),
  capabilities: grantable(64, neverCapability)
    .optional()
    .describe('capabilities that a node may ask for, without CAP_'),
  sysctls: grantable(500, neverSysctl).optional().describe('sysctls of its own network that a node may set'),
  runtimes: z
    .strictObject({
      permit: z.array(runtime).min(1).max(20).optional().describe('runtimes that a node may ask for'),
      require: runtime.optional().describe('the runtime of every node'),
    })
    .default({}),
  internet: z
    .strictObject({
      permit: z
        .array(z.string().refine((text) => internetPlace(text) !== undefined, place))
        .max(500)
        .optional()
        .describe(
          'places of the internet that networks may reach: packages.example.net, *.example.org:443 or *',
        ),
      resolver: z.ipv4().optional().describe('public address of the resolver that tells where they are'),
    })
    .default({}),
  builds: z
    .strictObject({
      network: z
        .boolean()
        .optional()
        .describe("whether the steps of scenarios' Dockerfiles reach the network"),
    })
    .default({}),
  setuid: z.boolean().optional().describe('whether nodes may have programs that gain rights (setuid)'),
});

let json: JsonSchema | undefined;

/** The JSON Schema of the policy file. Shared: not to be changed. */
export function policyJsonSchema(): JsonSchema {
  return (json ??= z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema);
}

/** The policy that a checked file stands for, its gaps filled with the defaults. */
export function policyOf(file: z.infer<typeof policySchema>): InstallationPolicy {
  const { permit, require } = file.runtimes;
  const { permit: places, resolver } = file.internet;
  return {
    node: { ...defaultPolicy.node, ...inBytes(file.node) },
    range: { ...defaultPolicy.range, ...inBytes(file.range) },
    capabilities: file.capabilities ?? defaultPolicy.capabilities,
    sysctls: file.sysctls ?? defaultPolicy.sysctls,
    runtimes: {
      permit: permit ?? (require === undefined ? defaultPolicy.runtimes.permit : [require]),
      ...(require === undefined ? {} : { require }),
    },
    internet: {
      permit: places ?? defaultPolicy.internet.permit,
      ...(resolver === undefined ? {} : { resolver }),
    },
    builds: { network: file.builds.network ?? defaultPolicy.builds.network },
    setuid: file.setuid ?? defaultPolicy.setuid,
  };
}

function inBytes<T extends { memory?: string | undefined; disk?: string | undefined }>(bounds: T) {
  const { memory, disk, ...rest } = bounds;
  const set = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(set) as { [K in keyof typeof rest]: NonNullable<(typeof rest)[K]> }),
    ...(memory === undefined ? {} : { memory: sizeBytes(memory) }),
    ...(disk === undefined ? {} : { disk: sizeBytes(disk) }),
  };
}
