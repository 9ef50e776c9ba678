import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';

describe('the configuration', () => {
  it('of an empty environment is that of one machine', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      listen: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8080',
      trustProxy: false,
      data: '.vocr',
      scenarios: 'scenarios',
      images: 'docker',
      relayUrl: 'http://127.0.0.1:8080',
      host: 'local',
      addressPool: '10.128.0.0/9',
      policy: undefined,
      sweepGrace: 600_000,
      concurrency: 4,
      memoryOvercommit: 2,
      cpuOvercommit: 20,
      hostLost: 60_000,
      rangeLifetime: 8 * 3_600_000,
      rangeLifetimeMost: 24 * 3_600_000,
      answersPerMinute: 10,
      captures: { each: 16 * 2 ** 20, total: 512 * 2 ** 20 },
      teamFiles: 512 * 2 ** 20,
      databaseUrl: undefined,
      redisUrl: undefined,
      engine: {},
    });
  });

  it('takes an empty variable as one that is not set, and others as they are', () => {
    const config = readConfig({ VOCR_PORT: '', REDIS_URL: '', DATABASE_URL: 'postgres://x', PATH: '/bin' });
    expect(config).toMatchObject({ port: 8080, redisUrl: undefined, databaseUrl: 'postgres://x' });
  });

  it.each([
    [
      { VOCR_PORT: '9000' },
      { port: 9000, publicUrl: 'http://127.0.0.1:9000', relayUrl: 'http://127.0.0.1:9000' },
    ],
    [{ VOCR_LISTEN: '::1' }, { publicUrl: 'http://[::1]:8080' }],
    [
      { VOCR_PUBLIC_URL: 'https://range.example.org/', VOCR_TRUST_PROXY: 'true' },
      { publicUrl: 'https://range.example.org', trustProxy: true },
    ],
    [{ VOCR_ADDRESS_POOL: '10.9.0.0/16, 172.20.0.0/14' }, { addressPool: '10.9.0.0/16,172.20.0.0/14' }],
    [
      { VOCR_POLICY: 'policy.yaml', VOCR_SWEEP_GRACE: '90s' },
      { policy: 'policy.yaml', sweepGrace: 90_000 },
    ],
    [{ VOCR_RELAY_URL: 'http://10.0.0.1:1/' }, { relayUrl: 'http://10.0.0.1:1' }],
    [
      { VOCR_MEMORY_OVERCOMMIT: '1.5', VOCR_CPU_OVERCOMMIT: '4', VOCR_HOST_LOST: '2m' },
      { memoryOvercommit: 1.5, cpuOvercommit: 4, hostLost: 120_000 },
    ],
    [
      { VOCR_RANGE_LIFETIME: '90s', VOCR_RANGE_LIFETIME_MOST: '2d' },
      { rangeLifetime: 90_000, rangeLifetimeMost: 172_800_000 },
    ],
    [{ VOCR_RANGE_LIFETIME: '30h' }, { rangeLifetime: 108_000_000, rangeLifetimeMost: 108_000_000 }],
    [
      { VOCR_CONCURRENCY: '64', VOCR_HOST: 'lab-2' },
      { concurrency: 64, host: 'lab-2' },
    ],
  ] as const)('%o', (env, config) => {
    expect(readConfig(env)).toMatchObject(config);
  });

  it.each([
    [{ DOCKER_HOST: 'tcp://lab:2375' }, { host: 'tcp://lab:2375' }],
    [
      { DOCKER_HOST: 'tcp://lab:2376', DOCKER_TLS_VERIFY: '1' },
      { host: 'tcp://lab:2376', certificates: join(homedir(), '.docker') },
    ],
    [
      { DOCKER_HOST: 'tcp://lab:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/etc/lab' },
      { host: 'tcp://lab:2376', certificates: '/etc/lab' },
    ],
    [{ DOCKER_HOST: 'tcp://lab:2376', DOCKER_CERT_PATH: '/etc/lab' }, { host: 'tcp://lab:2376' }],
    [
      { DOCKER_HOST: 'tcp://lab:2376', DOCKER_TLS_VERIFY: '', DOCKER_CERT_PATH: '/x' },
      { host: 'tcp://lab:2376' },
    ],
    [{ DOCKER_HOST: 'https://lab' }, { host: 'https://lab' }],
    [
      { DOCKER_HOST: 'https://lab', DOCKER_CERT_PATH: '/etc/lab' },
      { host: 'https://lab', certificates: '/etc/lab' },
    ],
  ] as const)('of the engine in %o', (env, engine) => expect(readConfig(env).engine).toEqual(engine));

  it('names every wrong variable at once, with what is wrong and what it means', () => {
    const wrong = {
      VOCR_PORT: '70000',
      VOCR_HOST: 'Lab 2',
      VOCR_ADDRESS_POOL: '10.0.0.0',
      VOCR_CONCURRENCY: '1.5',
      VOCR_TRUST_PROXY: 'maybe',
      VOCR_PUBLIC_URL: 'not a url',
    };
    const read = () => readConfig(wrong);
    expect(read).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) {
      expect(read).toThrow(new RegExp(`^  ${name}: \\S.* \\(\\S.*\\)$`, 'm'));
    }
  });

  it.each([
    ['VOCR_PORT', 'eighty'],
    ['VOCR_PORT', '-1'],
    ['VOCR_CONCURRENCY', '0'],
    ['VOCR_CONCURRENCY', '65'],
    ['VOCR_ADDRESS_POOL', '10.0.0.0/33'],
    ['VOCR_ADDRESS_POOL', '10.9.0.0/16,10.9.8.0/24'],
    ['VOCR_ADDRESS_POOL', '10.9.0.0/16,'],
    ['VOCR_SWEEP_GRACE', '10'],
    ['VOCR_RANGE_LIFETIME', '0h'],
    ['VOCR_HOST_LOST', '9s'],
    ['VOCR_CAPTURE_SIZE', '16'],
    ['VOCR_CAPTURE_SIZE', '1M'],
    ['VOCR_CAPTURE_TOTAL', '15M'],
    ['VOCR_RANGE_LIFETIME_MOST', '40000d'],
    ['VOCR_HOST', 'x'.repeat(33)],
    ['VOCR_RELAY_URL', '10.0.0.1:80'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^The environment is wrong:\n  ${name}: `),
    );
  });
});
