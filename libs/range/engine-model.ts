import type { Duplex } from 'node:stream';
import type { EngineImages } from './engine-image-model.js';

export type * from './engine-image-model.js';

/** The body of the engine's "create container", narrowed to what VOCR ever sets, in the engine's own names. */
export interface ContainerSpec {
  Image: string;
  Hostname?: string;
  Entrypoint?: string[];
  Cmd?: string[];
  Env?: string[];
  Labels: Record<string, string>;
  Healthcheck?: { Test: string[] };
  /** The engine makes an empty network for it and leaves it alone. */
  NetworkDisabled?: boolean;
  HostConfig: HostSpec;
}

export interface HostSpec {
  Runtime?: string;
  Init?: boolean;
  PidMode?: string;
  NetworkMode?: string;
  CapDrop?: string[];
  CapAdd?: string[];
  SecurityOpt?: string[];
  ReadonlyRootfs?: boolean;
  Mounts?: MountSpec[];
  Tmpfs?: Record<string, string>;
  ShmSize?: number;
  Memory?: number;
  MemorySwap?: number;
  NanoCpus?: number;
  PidsLimit?: number;
  OomScoreAdj?: number;
  Ulimits?: { Name: string; Soft: number; Hard: number }[];
  Sysctls?: Record<string, string>;
  Dns?: string[];
  LogConfig?: { Type: string; Config: Record<string, string> };
  RestartPolicy?: { Name: string };
}

export interface MountSpec {
  Type: 'volume';
  Source: string;
  Target: string;
  ReadOnly: boolean;
}

/** The body of the engine's "create network", narrowed likewise. */
export interface NetworkSpec {
  Name: string;
  Driver: 'bridge';
  Internal: boolean;
  CheckDuplicate: boolean;
  EnableIPv6: boolean;
  IPAM: { Driver: 'default'; Config: { Subnet: string }[] };
  Options: Record<string, string>;
  Labels: Record<string, string>;
}

export interface ContainerSummary {
  id: string;
  name: string;
  /** The engine's word: created, running, paused, restarting, removing, exited or dead. */
  state: string;
  labels: Record<string, string>;
  /** Unix ms, by the engine's clock. */
  createdAt: number;
}

export interface ContainerFacts extends ContainerSummary {
  /** Process id on the engine's host, 0 when not running. */
  pid: number;
  /** ISO time of the last start. */
  startedAt: string;
  exitCode: number;
  oomKilled: boolean;
  /** What the engine said when a start failed. */
  error: string;
  image: string;
}

export interface NetworkSummary {
  id: string;
  name: string;
  labels: Record<string, string>;
  /** Unix ms, by the engine's clock. */
  createdAt: number;
  subnets: string[];
}

export interface VolumeSummary {
  name: string;
  labels: Record<string, string>;
  /** Unix ms, by the engine's clock. */
  createdAt: number;
}

export interface ExecRequest {
  command: string[];
  /** Sent to standard input, which is then closed. */
  input?: string | Buffer;
  user?: string;
  /** Wall time, ms. The process itself is not ended by it: let the command bound itself where that counts. */
  timeoutMs: number;
  /** Bytes kept of each of stdout and stderr; default 1 MiB. What is more is dropped and said. */
  limit?: number;
}

export interface ExecResult {
  /** undefined when time ran out. */
  exitCode: number | undefined;
  timedOut: boolean;
  stdout: string;
  stderr: string;
  truncated: boolean;
}

export interface TerminalRequest {
  command: string[];
  user: string;
  environment: string[];
  cols: number;
  rows: number;
}

/** An interactive process with a tty of its own. */
export interface Terminal {
  stream: Duplex;
  resize(cols: number, rows: number): Promise<void>;
  /** Hangs up; the process gets SIGHUP when the engine closes the tty. */
  close(): void;
  /** Exit code, once the stream has ended; undefined while the process lives on. */
  exitCode(): Promise<number | undefined>;
}

/** A process without a tty that is talked with for as long as it lives. */
export interface Conversation {
  /** Sends bytes to its standard input. What it does not take at once is kept until it does. */
  write(bytes: Buffer): void;
  /** Whether Node stays alive for its sake; at first it does. */
  keepAlive(keep: boolean): void;
  close(): void;
  /** Settles when it is over: with what it last wrote to its standard error, or why the connection broke. */
  ended: Promise<string>;
}

export interface EngineEvent {
  /** container or network. */
  type: string;
  /** start, die, pause, destroy, … */
  action: string;
  id: string;
  labels: Record<string, string>;
  /** Unix ms. */
  at: number;
}

/** A running subscription to the engine's events. */
export interface EventSubscription {
  close(): void;
  /** Settles when the stream ends: undefined after close(), else the reason. */
  ended: Promise<Error | undefined>;
}

export interface EngineVersion {
  version: string;
  apiVersion: string;
  runc?: string;
  kernel: string;
  architecture: string;
}

export interface EngineInfo {
  rootFolder: string;
  cpus: number;
  /** Bytes. */
  memory: number;
  /** ISO time by the engine's clock. */
  time: string;
  runtimes: string[];
  securityOptions: string[];
  /** 1 or 2. */
  cgroupVersion: number;
  /** What of a container the kernel and the engine can bound. */
  bounds: { memory: boolean; swap: boolean; cpus: boolean; processes: boolean };
}

/** A container engine. Every call rejects with EngineError, or EngineGone when the engine cannot be reached. */
export interface Engine {
  /** How the engine is addressed, for messages. */
  readonly address: string;
  /** Whether it is reached by a socket of this machine. */
  readonly isLocal: boolean;
  ping(): Promise<void>;
  /** @param limitMs wall time for the answer; default 2 minutes */
  version(limitMs?: number): Promise<EngineVersion>;
  info(): Promise<EngineInfo>;
  containers: {
    /** All containers, running or not, that carry every one of the labels (`key=value` or `key`). */
    list(labels: string[]): Promise<ContainerSummary[]>;
    /** undefined when there is none. */
    inspect(idOrName: string): Promise<ContainerFacts | undefined>;
    create(name: string, spec: ContainerSpec): Promise<string>;
    /** Already running is fine. */
    start(id: string): Promise<void>;
    /** Already paused is fine. */
    pause(id: string): Promise<void>;
    /** Already running is fine. */
    unpause(id: string): Promise<void>;
    /** Kills and removes it with its anonymous volumes; already gone is fine. */
    remove(id: string): Promise<void>;
    /** Last lines of stdout and stderr together. @param since ISO time */
    logs(id: string, options: { lines: number; since?: string }): Promise<string>;
  };
  networks: {
    list(labels?: string[]): Promise<NetworkSummary[]>;
    create(spec: NetworkSpec): Promise<string>;
    /** Already gone is fine. */
    remove(id: string): Promise<void>;
  };
  volumes: {
    /** @param options with `unused`, only those that no container has, running or not */
    list(labels: string[], options?: { unused?: boolean }): Promise<VolumeSummary[]>;
    /** Already there is fine. */
    create(name: string, labels: Record<string, string>): Promise<void>;
    /** Already gone is fine. */
    remove(name: string): Promise<void>;
  };
  images: EngineImages;
  exec(container: string, request: ExecRequest): Promise<ExecResult>;
  /** Starts a process and talks with it. @param onOutput gets its standard output as it comes, and must copy what it keeps */
  converse(container: string, command: string[], onOutput: (bytes: Buffer) => void): Promise<Conversation>;
  terminal(container: string, request: TerminalRequest): Promise<Terminal>;
  events(labels: string[], onEvent: (event: EngineEvent) => void): Promise<EventSubscription>;
}
