import { grantableCapabilities, permittedCapabilities } from '../capabilities.js';
import { grantableSysctl, permittedSysctls } from './sysctls.js';

/** Most that something may use; memory and disk in bytes, cpus in processors. */
export interface ResourceBounds {
  memory: number;
  disk: number;
  cpus: number;
  processes: number;
}

/** What an installation lets scenarios ask for. */
export interface InstallationPolicy {
  /** Most for one node. */
  node: ResourceBounds;
  /** Most for all nodes of one range together, and how many of each it may have. */
  range: ResourceBounds & { nodes: number; networks: number };
  /** Without `CAP_`. Always among `grantableCapabilities`. */
  capabilities: readonly string[];
  /** Full names, of the node's own network only. */
  sysctls: readonly string[];
  runtimes: {
    /** By the engine's names. */
    permit: readonly string[];
    /** Every node runs in this one, whatever its scenario says. */
    require?: string;
  };
  /** What of the internet networks may reach by the platform's proxy. */
  internet: {
    /** Host names, `*.` before one, or `*`; each maybe with a port. */
    permit: readonly string[];
    /** Public address of the resolver that proxies ask; absent: what the engine's host asks. */
    resolver?: string;
  };
  builds: {
    /** Whether the steps of scenarios' Dockerfiles reach the network: for packages, and whatever else answers there. */
    network: boolean;
  };
  /** Whether a node may ask for programs that gain the rights of their file's owner. */
  setuid: boolean;
}

const gibibyte = 2 ** 30;

/** The policy of an installation that says nothing. */
export const defaultPolicy: InstallationPolicy = {
  node: { memory: 16 * gibibyte, disk: 16 * gibibyte, cpus: 16, processes: 4_096 },
  range: {
    nodes: 100,
    networks: 50,
    memory: 64 * gibibyte,
    disk: 64 * gibibyte,
    cpus: 200,
    processes: 32_768,
  },
  capabilities: permittedCapabilities,
  sysctls: permittedSysctls,
  runtimes: { permit: ['runc', 'crun', 'runsc', 'kata'] },
  internet: { permit: [] },
  builds: { network: true },
  setuid: false,
};

/** Why no installation can permit a capability; undefined when one can. */
export function neverCapability(name: string): string | undefined {
  if (grantableCapabilities.includes(name)) return undefined;
  return name.startsWith('CAP_')
    ? `is written without CAP_: ${name.slice(4)}`
    : 'leads out of a container or to what all share, so no policy can permit it';
}

/** Why no installation can permit a sysctl; undefined when one can. */
export function neverSysctl(name: string): string | undefined {
  return grantableSysctl(name) ? undefined : "is not of a node's own network, or is the platform's to set";
}
