import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { addressPool } from './address-pool.js';
import { duration } from './duration.js';

const port = z.coerce.number().int().min(0).max(65535);

const size = z
  .string()
  .regex(/^[1-9]\d{0,5}[MG]$/, 'must be a size such as 16M or 2G')
  .transform((text) => Number(text.slice(0, -1)) * (text.endsWith('G') ? 2 ** 30 : 2 ** 20));

/** A shorter silence is no sign of anything, in wall milliseconds. */
const leastHostLost = 10_000;

/** Every environment variable that VOCR reads, its meaning and its default: the single source. */
const environment = z.object({
  VOCR_PORT: port.default(8080).describe('TCP port of the HTTP API and the console'),
  VOCR_LISTEN: z.string().default('127.0.0.1').describe('address the orchestrator listens on'),
  VOCR_PUBLIC_URL: z
    .url()
    .optional()
    .describe('address that browsers use, when it is not http://LISTEN:PORT'),
  VOCR_TRUST_PROXY: z.stringbool().default(false).describe('a TLS proxy in front sets X-Forwarded-*'),
  VOCR_DATA: z.string().default('.vocr').describe('folder of all data of an installation'),
  VOCR_SCENARIOS: z.string().default('scenarios').describe('folder of the scenario catalogue'),
  VOCR_IMAGES: z.string().default('docker').describe("folder of the platform's own lab images"),
  VOCR_RELAY_URL: z
    .url()
    .optional()
    .describe('address at which workers reach this orchestrator for terminals'),
  VOCR_HOST: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .default('local')
    .describe('name of the Docker host that this worker serves'),
  VOCR_ADDRESS_POOL: addressPool
    .default('10.128.0.0/9')
    .describe(
      "pools for Docker's own books of subnets, separated by commas; what the host routes is skipped",
    ),
  VOCR_POLICY: z
    .string()
    .optional()
    .describe('file with what scenarios may ask for, in YAML or JSON; without it the usual bounds'),
  VOCR_SWEEP_GRACE: duration
    .default(10 * 60_000)
    .describe("age from which what belongs to no range is removed from the host's engine, such as 10m"),
  VOCR_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4).describe('ranges worked on at once'),
  VOCR_MEMORY_OVERCOMMIT: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(2)
    .describe("how many times a host's memory the limits of its ranges may add up to"),
  VOCR_CPU_OVERCOMMIT: z.coerce
    .number()
    .min(1)
    .max(1_000)
    .default(20)
    .describe("how many times a host's cpus the limits of its ranges may add up to"),
  VOCR_HOST_LOST: duration
    .refine(
      (ms) => ms >= leastHostLost,
      `must be at least ${leastHostLost / 1_000}s, for workers report every few`,
    )
    .default(60_000)
    .describe('how long a host may stay silent until its ranges are given up, such as 60s'),
  VOCR_RANGE_LIFETIME: duration
    .default(8 * 3_600_000)
    .describe('how long a range may live from its request, and anew from each extension, such as 8h'),
  VOCR_RANGE_LIFETIME_MOST: duration
    .default(24 * 3_600_000)
    .describe('how long a learner can keep a range in all, such as 24h'),
  VOCR_ANSWERS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(10)
    .describe('how many wrong answers to one task a team may give a minute'),
  VOCR_CAPTURE_SIZE: size
    .refine((bytes) => bytes >= 2 * 2 ** 20, 'must be at least 2M')
    .default(16 * 2 ** 20)
    .describe('how much is kept of what passes in a network, the latest of it, such as 16M'),
  VOCR_CAPTURE_TOTAL: size
    .default(512 * 2 ** 20)
    .describe('how much is kept of all captures on one host together, such as 512M or 2G'),
  VOCR_TEAM_FILES: size
    .default(512 * 2 ** 20)
    .describe('how much the files may take up that a team hands in during an exercise, such as 512M or 2G'),
  DATABASE_URL: z.string().optional().describe('PostgreSQL; without it the launcher runs its own'),
  REDIS_URL: z.string().optional().describe('Redis for the queue; without it the queue is in PostgreSQL'),
  DOCKER_HOST: z.string().optional().describe('engine; without it unix:///var/run/docker.sock'),
  DOCKER_TLS_VERIFY: z
    .string()
    .optional()
    .describe('any value: the engine at tcp://host:port is behind TLS and is shown a certificate'),
  DOCKER_CERT_PATH: z
    .string()
    .optional()
    .describe('folder with ca.pem, cert.pem and key.pem for an engine behind TLS; default ~/.docker'),
});

/** What the environment says, parsed once and typed. Paths are as given; URLs without a trailing slash. */
export interface Config {
  port: number;
  listen: string;
  publicUrl: string;
  trustProxy: boolean;
  data: string;
  scenarios: string;
  images: string;
  relayUrl: string;
  host: string;
  /** One or more IPv4 networks, separated by commas. */
  addressPool: string;
  /** File of the installation's policy. */
  policy: string | undefined;
  /** Wall milliseconds. */
  sweepGrace: number;
  concurrency: number;
  /** How many times what a host has its ranges may be allowed to use. */
  memoryOvercommit: number;
  cpuOvercommit: number;
  /** Wall milliseconds. */
  hostLost: number;
  /** Wall milliseconds. */
  rangeLifetime: number;
  /** Wall milliseconds; never less than `rangeLifetime`. */
  rangeLifetimeMost: number;
  /** Wrong answers to one task that a team may give a minute. */
  answersPerMinute: number;
  /** Bytes kept of what passes in one network, and in all networks of a host together. */
  captures: { each: number; total: number };
  /** Bytes of all files that a team may hand in during an exercise. */
  teamFiles: number;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  engine: EngineConfig;
}

/** How the container engine is reached. */
export interface EngineConfig {
  /** DOCKER_HOST; default the local socket. */
  host?: string;
  /** Folder with ca.pem, cert.pem and key.pem, when the engine is behind TLS and wants or proves itself by certificates. */
  certificates?: string;
}

/** The environment is wrong; the message names each variable, what is wrong with it and what it means. */
export class ConfigError extends Error {}

/**
 * Reads the environment.
 * @throws ConfigError naming every wrong variable at once
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const meaning = environment.shape[name as keyof typeof environment.shape]?.description ?? '';
      return `  ${name}: ${issue.message} (${meaning})`;
    });
    throw new ConfigError(`The environment is wrong:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  if (e.VOCR_CAPTURE_TOTAL < e.VOCR_CAPTURE_SIZE) {
    const meaning = environment.shape.VOCR_CAPTURE_TOTAL.description;
    throw new ConfigError(
      `The environment is wrong:\n  VOCR_CAPTURE_TOTAL: must be at least VOCR_CAPTURE_SIZE, or no capture has room (${meaning})`,
    );
  }
  const local = `http://${e.VOCR_LISTEN.includes(':') ? `[${e.VOCR_LISTEN}]` : e.VOCR_LISTEN}:${e.VOCR_PORT}`;
  return {
    port: e.VOCR_PORT,
    listen: e.VOCR_LISTEN,
    publicUrl: (e.VOCR_PUBLIC_URL ?? local).replace(/\/$/, ''),
    trustProxy: e.VOCR_TRUST_PROXY,
    data: e.VOCR_DATA,
    scenarios: e.VOCR_SCENARIOS,
    images: e.VOCR_IMAGES,
    relayUrl: (e.VOCR_RELAY_URL ?? `http://127.0.0.1:${e.VOCR_PORT}`).replace(/\/$/, ''),
    host: e.VOCR_HOST,
    addressPool: e.VOCR_ADDRESS_POOL,
    policy: e.VOCR_POLICY,
    sweepGrace: e.VOCR_SWEEP_GRACE,
    concurrency: e.VOCR_CONCURRENCY,
    memoryOvercommit: e.VOCR_MEMORY_OVERCOMMIT,
    cpuOvercommit: e.VOCR_CPU_OVERCOMMIT,
    hostLost: e.VOCR_HOST_LOST,
    rangeLifetime: e.VOCR_RANGE_LIFETIME,
    answersPerMinute: e.VOCR_ANSWERS_PER_MINUTE,
    captures: { each: e.VOCR_CAPTURE_SIZE, total: e.VOCR_CAPTURE_TOTAL },
    rangeLifetimeMost: Math.max(e.VOCR_RANGE_LIFETIME, e.VOCR_RANGE_LIFETIME_MOST),
    teamFiles: e.VOCR_TEAM_FILES,
    databaseUrl: e.DATABASE_URL,
    redisUrl: e.REDIS_URL,
    engine: {
      ...(e.DOCKER_HOST === undefined ? {} : { host: e.DOCKER_HOST }),
      ...certificatesOf(e.DOCKER_HOST, e.DOCKER_TLS_VERIFY, e.DOCKER_CERT_PATH),
    },
  };
}

/** As with Docker's own client, a folder of certificates alone does not turn TLS on. */
function certificatesOf(host = '', verify?: string, folder?: string): Pick<EngineConfig, 'certificates'> {
  if (verify !== undefined) return { certificates: folder ?? join(homedir(), '.docker') };
  return host.startsWith('https://') && folder !== undefined ? { certificates: folder } : {};
}
