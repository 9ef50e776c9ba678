import { permittedCapabilities } from '#scenario';
import type { ContainerSpec, HostSpec } from './engine-model.js';
import { PolicyError } from './errors.js';
import { holdFolder, labelKeys } from './labels.js';

const specFields = new Set<string>([
  'Image',
  'Hostname',
  'Entrypoint',
  'Cmd',
  'Env',
  'Labels',
  'Healthcheck',
  'HostConfig',
  'NetworkingConfig',
] satisfies (keyof ContainerSpec)[]);

type Rule<V> = (value: V) => string | undefined;
const must =
  <V>(holds: (value: V) => boolean, why: string): Rule<V> =>
  (value) =>
    holds(value) ? undefined : why;
const bounded = (most: number) =>
  must<number | undefined>(
    (v) => v !== undefined && v > 0 && v <= most,
    `it must be set, above 0 and at most ${most}`,
  );

const tebibyte = 2 ** 40;
const safeSysctls = new Set([
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.disable_ipv6',
  'net.ipv6.conf.default.disable_ipv6',
]);

/** One rule a field. A field without a rule is refused: what the policy does not know it does not allow. */
const hostRules: { [K in keyof Required<HostSpec>]: Rule<HostSpec[K]> } = {
  Init: must((v) => v === true, 'an init process must reap children'),
  PidMode: must((v) => v === undefined, 'namespaces of the host or of other containers'),
  NetworkMode: must(
    (v) => v === 'none' || /^vocr-[a-z0-9]{8}-/.test(v ?? ''),
    "only the range's own networks",
  ),
  CapDrop: must((v) => v?.length === 1 && v[0] === 'ALL', 'all capabilities must be dropped first'),
  CapAdd: (v) => {
    const refused = (v ?? []).filter((c) => !permittedCapabilities.includes(c));
    return refused.length === 0
      ? undefined
      : `${refused.join(', ')} ${refused.length === 1 ? 'is' : 'are'} not among ${permittedCapabilities.join(', ')}`;
  },
  SecurityOpt: (v) => {
    if (!v?.includes('no-new-privileges')) return 'no-new-privileges must be set';
    const other = v.filter((o) => o !== 'no-new-privileges');
    return other.length === 1 && other[0]!.startsWith('seccomp={')
      ? undefined
      : 'exactly our own seccomp profile must be set';
  },
  ReadonlyRootfs: must((v) => v === true, 'the root must be read-only, so that the disk is bounded'),
  Mounts: must(
    (v) =>
      v?.length === 1 &&
      v[0]!.Type === 'volume' &&
      v[0]!.Target === holdFolder &&
      v[0]!.ReadOnly &&
      /^vocr-[a-z0-9-]+-hold-/.test(v[0]!.Source),
    'only the hold, read-only',
  ),
  Tmpfs: must(
    (v) =>
      Object.entries(v ?? {}).every(
        ([path, options]) => path === `${holdFolder}/run` && /(^|,)size=\d+k(,|$)/.test(options),
      ),
    'only the small folder of the hold, with a size',
  ),
  ShmSize: bounded(64 * 2 ** 20),
  Memory: bounded(tebibyte),
  MemorySwap: bounded(tebibyte),
  NanoCpus: bounded(16e9),
  PidsLimit: bounded(4096),
  OomScoreAdj: must((v) => (v ?? 0) > 0, 'the kernel must prefer it to the platform when memory ends'),
  Ulimits: must(
    (v) => ['nofile', 'core'].every((name) => v?.some((u) => u.Name === name)),
    'open files and core dumps must be bounded',
  ),
  Sysctls: must(
    (v) => Object.keys(v ?? {}).every((key) => safeSysctls.has(key)),
    `only ${[...safeSysctls].join(', ')}`,
  ),
  Dns: must((v) => v?.length === 1 && v[0] === '127.0.0.1', "the engine's resolver must lead nowhere"),
  LogConfig: must(
    (v) => v?.Type === 'json-file' && v.Config['max-size'] !== undefined,
    'the log must be bounded',
  ),
  RestartPolicy: must((v) => v?.Name === 'no', 'every start must be held'),
};

/**
 * Looks at a container once more before it is created, whoever wrote its specification.
 * @throws PolicyError naming the node and the first field that is refused
 */
export function checkPolicy(spec: ContainerSpec): void {
  const node = spec.Labels?.[labelKeys.node] ?? '(unlabelled)';
  for (const field of Object.keys(spec)) {
    if (!specFields.has(field)) throw new PolicyError(node, field, 'it is not known to the policy');
  }
  for (const key of [labelKeys.installation, labelKeys.range, labelKeys.node, labelKeys.generation]) {
    if (!spec.Labels?.[key]) throw new PolicyError(node, `Labels.${key}`, 'it must be set');
  }
  if (!spec.Entrypoint?.[0]?.startsWith(`${holdFolder}/`)) {
    throw new PolicyError(node, 'Entrypoint', 'every start must be held');
  }
  for (const network of Object.keys(spec.NetworkingConfig?.EndpointsConfig ?? {})) {
    const why = hostRules.NetworkMode(network);
    if (why) throw new PolicyError(node, `NetworkingConfig.${network}`, why);
  }
  for (const field of Object.keys(spec.HostConfig)) {
    if (!Object.hasOwn(hostRules, field))
      throw new PolicyError(node, `HostConfig.${field}`, 'it is not known to the policy');
  }
  for (const [field, rule] of Object.entries(hostRules) as [keyof HostSpec, Rule<unknown>][]) {
    const why = rule(spec.HostConfig[field]);
    if (why) throw new PolicyError(node, `HostConfig.${field}`, why);
  }
  if (spec.HostConfig.Memory !== spec.HostConfig.MemorySwap) {
    throw new PolicyError(node, 'HostConfig.MemorySwap', 'it must equal Memory: no swap');
  }
}
