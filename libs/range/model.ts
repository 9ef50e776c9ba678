import type { LinkFigures, Probe } from '#scenario';

/**
 * What a range must be. Made by `desire` from a pinned scenario and a team's values; pure data, so a plan can be
 * computed, shown and tested without an engine. Holds secrets (files): never logged.
 */
export interface DesiredRange {
  /** Range id, 8 of [a-z0-9]. */
  range: string;
  /** Counts whole-range resets from 1; things of an older generation are taken down. */
  generation: number;
  /** Its processes are to be frozen; nothing is built meanwhile. */
  suspended?: boolean;
  networks: DesiredNetwork[];
  nodes: DesiredNode[];
}

export interface DesiredNetwork {
  name: string;
  /** The scenario's own addresses, the same in every range, e.g. 192.168.56.0/24. */
  cidr: string;
  /** How its frames travel; absent: as fast and surely as the host can. */
  link?: LinkFigures;
}

export interface DesiredNode {
  name: string;
  /** Image id as the engine knows it (`sha256:…`), pinned when the exercise started. */
  image: string;
  command?: string[];
  interfaces: { network: string; address: string; prefix: number }[];
  /** Written before the node's first process runs, at every start. */
  files: { path: string; content: Buffer; uid: number; gid: number; mode: number }[];
  environment: Record<string, string>;
  /** Names that resolve inside the node. */
  hosts: { name: string; address: string }[];
  /** Lines of its routing table beside its own networks; `to` is a network or `default`. */
  routes?: { to: string; via: string }[];
  /** It forwards between its networks. */
  router?: DesiredRouter;
  /** It is the platform's proxy, with a way to the internet: places that it may lead to. */
  egress?: { allow: string[] };
  /** Address of the resolver that it asks; absent: none. */
  resolver?: string;
  resources: { memory: number; disk: number; cpus: number; processes: number };
  capabilities: string[];
  /** By the engine's name; absent: the engine's usual one. */
  runtime?: string;
  /** Settings of the kernel for the node's own network. */
  sysctls?: Record<string, string>;
  /** Programs may gain the rights of their owner. */
  setuid?: boolean;
  ready?: Probe;
  /** Counts resets of this node alone within the generation, from 0. */
  reset?: number;
  /** Nobody's yet: all is put in place but its first process waits, for files that are still to come. */
  held?: true;
}

/** A node that forwards, and its firewall. Interfaces are eth0, eth1, … in the order of its networks. */
export interface DesiredRouter {
  /** What becomes of what no rule is about. */
  forward: 'accept' | 'drop';
  /** For new connections; the first that fits counts. */
  rules: DesiredRule[];
  /** Interfaces out of which connections go under the router's own address. */
  masquerade: string[];
}

export interface DesiredRule {
  in: string;
  out: string;
  protocol: 'any' | 'tcp' | 'udp' | 'icmp';
  /** Of the receiver: numbers, or spans such as 8000-8010. */
  ports?: (number | string)[];
  /** Addresses or networks, of which one must fit. */
  sources?: string[];
  destinations?: string[];
  action: 'accept' | 'drop' | 'reject';
}

/** What the engine has of one range, found by label. */
export interface ObservedRange {
  range: string;
  networks: ObservedNetwork[];
  nodes: ObservedNode[];
  /** By bridge that has nodes on it, the mark of the link that it has. */
  links?: Record<string, string>;
  /** The host's ends of nodes' interfaces that are ports of its bridges; absent: not looked at. */
  ports?: string[];
}

export interface ObservedNetwork {
  /** Docker's id. */
  id: string;
  name: string;
  generation: number;
}

export interface ObservedNode {
  /** Docker's id. */
  id: string;
  name: string;
  generation: number;
  reset: number;
  /**
   * `held`: running, its first process waits until files, names and addresses are in place. `prepared`: likewise, and all
   * is in place that does not depend on whose it will be.
   */
  state: 'created' | 'held' | 'prepared' | 'running' | 'exited' | 'paused' | 'dead';
}
