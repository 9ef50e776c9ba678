import {
  defaultPolicy,
  grantableCapabilities,
  grantableSysctl,
  refusedPlaces,
  type InstallationPolicy,
} from '#scenario';
import { routerSysctls } from './container-spec.js';
import type { ContainerSpec, HostSpec } from './engine-model.js';
import { PolicyError } from './errors.js';
import { egressName, holdFolder, labelKeys } from './labels.js';
import type { DesiredNode } from './model.js';
import { proxyPrefix } from './proxy.js';
import { seccompProfile } from './seccomp.js';

const specFields = new Set<string>([
  'Image',
  'Hostname',
  'Entrypoint',
  'Cmd',
  'Env',
  'Labels',
  'Healthcheck',
  'HostConfig',
  'NetworkDisabled',
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

/** What the platform itself sets on nodes. */
const platformSysctls = new Set([
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.disable_ipv6',
  'net.ipv6.conf.default.disable_ipv6',
  ...Object.keys(routerSysctls),
]);

/** Highest hard limits. */
const mostOf = { nofile: 4096, core: 0, sigpending: 4096 };
const isWithin = (u: { Name: string; Soft: number; Hard: number }, name: string, most: number) =>
  u.Name === name && [u.Soft, u.Hard].every((limit) => limit >= 0 && limit <= most);

type HostRules = { [K in keyof Required<HostSpec>]: Rule<HostSpec[K]> };

/** One rule a field. A field without a rule is refused: what the policy does not know it does not allow. */
const hostRules = (
  { node, capabilities, sysctls, runtimes, setuid, internet }: InstallationPolicy,
  egress: string | undefined,
): HostRules => ({
  Runtime: (v) =>
    runtimes.require === undefined
      ? v === undefined || runtimes.permit.includes(v)
        ? undefined
        : `${v} is not among ${runtimes.permit.join(', ')}`
      : v === runtimes.require
        ? undefined
        : `this installation requires ${runtimes.require}`,
  Init: must((v) => v === true, 'an init process must reap children'),
  PidMode: must((v) => v === undefined, 'namespaces of the host or of other containers'),
  NetworkMode:
    egress === undefined
      ? must((v) => v === 'none', 'the engine attaches it to nothing')
      : must((v) => v === egress, `a proxy is on ${egress} and nothing else of the engine's`),
  CapDrop: must((v) => v?.length === 1 && v[0] === 'ALL', 'all capabilities must be dropped first'),
  CapAdd: (v) => {
    const refused = (v ?? []).filter((c) => !capabilities.includes(c) || !grantableCapabilities.includes(c));
    return refused.length === 0
      ? undefined
      : `${refused.join(', ')} ${refused.length === 1 ? 'is' : 'are'} not among ${capabilities.join(', ')}`;
  },
  SecurityOpt: (v) => {
    if (!setuid && !v?.includes('no-new-privileges')) return 'no-new-privileges must be set';
    const other = (v ?? []).filter((o) => o !== 'no-new-privileges');
    return other.length === 1 && other[0] === `seccomp=${seccompProfile()}`
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
  Memory: bounded(node.memory + node.disk),
  MemorySwap: bounded(node.memory + node.disk),
  NanoCpus: bounded(Math.round(node.cpus * 1e9)),
  PidsLimit: bounded(node.processes),
  OomScoreAdj: must((v) => (v ?? 0) > 0, 'the kernel must prefer it to the platform when memory ends'),
  Ulimits: must(
    (v) =>
      v?.length === 3 &&
      Object.entries(mostOf).every(([name, most]) => v.some((u) => isWithin(u, name, most))),
    'open files, core dumps and waiting signals must be bounded',
  ),
  Sysctls: (v) => {
    const refused = Object.keys(v ?? {}).filter(
      (key) => !platformSysctls.has(key) && !(sysctls.includes(key) && grantableSysctl(key)),
    );
    return refused.length === 0 ? undefined : `${refused.join(', ')} may not be set by a node`;
  },
  Dns:
    egress === undefined
      ? must((v) => v?.length === 1 && v[0] === '127.0.0.1', "the engine's resolver must lead nowhere")
      : must(
          (v) => (v ?? []).join() === (internet.resolver ?? ''),
          'a proxy asks the resolver that the policy names',
        ),
  LogConfig: must(
    (v) => v?.Type === 'local' && v.Config['max-size'] !== undefined,
    'the log must be bounded',
  ),
  RestartPolicy: must((v) => v?.Name === 'no', 'every start must be held'),
});

/**
 * Looks at a container once more before it is created, whoever wrote its specification.
 * @param policy what the installation permits
 * @param isRouter whether the scenario makes it one: no other node forwards
 * @param egress for the platform's proxy, and nobody else: where it may lead to
 * @throws PolicyError naming the node and the first field that is refused
 */
export function checkPolicy(
  spec: ContainerSpec,
  policy: InstallationPolicy = defaultPolicy,
  isRouter = false,
  egress?: DesiredNode['egress'],
): void {
  const node = spec.Labels?.[labelKeys.node] ?? '(unlabelled)';
  const rules = hostRules(policy, egress && egressName(spec.Labels?.[labelKeys.installation] ?? ''));
  if (egress && !node.startsWith(proxyPrefix)) {
    throw new PolicyError(node, 'egress', "only the platform's proxy reaches the internet");
  }
  const refused = refusedPlaces(egress?.allow ?? [], policy.internet.permit);
  if (refused.length > 0) {
    const permitted = policy.internet.permit.join(', ') || 'none';
    throw new PolicyError(
      node,
      'internet',
      `${refused.join(', ')} may not be reached; permitted are ${permitted}`,
    );
  }
  for (const field of Object.keys(spec)) {
    if (!specFields.has(field)) throw new PolicyError(node, field, 'it is not known to the policy');
  }
  for (const key of [labelKeys.installation, labelKeys.range, labelKeys.node, labelKeys.generation]) {
    if (!spec.Labels?.[key]) throw new PolicyError(node, `Labels.${key}`, 'it must be set');
  }
  if (!spec.Entrypoint?.[0]?.startsWith(`${holdFolder}/`)) {
    throw new PolicyError(node, 'Entrypoint', 'every start must be held');
  }
  if (spec.NetworkDisabled !== (egress === undefined)) {
    throw new PolicyError(node, 'NetworkDisabled', 'the engine attaches it to nothing');
  }
  for (const field of Object.keys(spec.HostConfig)) {
    if (!Object.hasOwn(rules, field))
      throw new PolicyError(node, `HostConfig.${field}`, 'it is not known to the policy');
  }
  for (const [field, rule] of Object.entries(rules) as [keyof HostSpec, Rule<unknown>][]) {
    const why = rule(spec.HostConfig[field]);
    if (why) throw new PolicyError(node, `HostConfig.${field}`, why);
  }
  if (!isRouter && spec.HostConfig.Sysctls?.['net.ipv4.ip_forward'] !== '0') {
    throw new PolicyError(node, 'HostConfig.Sysctls', 'only a router forwards');
  }
  if (spec.HostConfig.Memory !== spec.HostConfig.MemorySwap) {
    throw new PolicyError(node, 'HostConfig.MemorySwap', 'it must equal Memory: no swap');
  }
}
