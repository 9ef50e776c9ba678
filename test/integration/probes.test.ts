import { readFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '#probes';
import { desire } from '#range';
import { probeSchema, scenarioSchema } from '#scenario';
import { until } from '../support/until.js';
import { testInstallation } from './range-fixture.js';

const servers = join(dirname(fileURLToPath(import.meta.url)), 'probe-servers');
const range = 'probes01';
const address = '192.168.57.20';
const scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'servers',
  version: '1.0.0',
  title: { en: 'Servers' },
  summary: { en: 'One of each' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '10m',
  languages: ['en'],
  networks: { lan: { cidr: '192.168.57.0/24' } },
  nodes: {
    all: {
      image: 'servers',
      networks: { lan: { address } },
      capabilities: [
        ...['NET_BIND_SERVICE', 'SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SYS_CHROOT', 'KILL'],
      ],
      resources: { disk: '64M', memory: '256M' },
    },
  },
});

let t: Awaited<ReturnType<typeof testInstallation>>;
let tag = '';

/** What a probe of the machine is answered; `silent` when it was asked in order and nobody spoke. */
async function answer(probe: object, changed: { pid?: number; container?: string; address?: string } = {}) {
  const target = await t.target(range, 'all', address);
  const { outcome, detail, silent } = await ask(probeSchema.parse(probe), { ...target, ...changed });
  return { outcome: silent ? 'silent' : outcome, detail };
}

async function context() {
  const archive = pack();
  for (const name of readdirSync(servers)) archive.entry({ name }, await readFile(join(servers, name)));
  archive.finalize();
  return archive;
}

beforeAll(async () => {
  t = await testInstallation('probes');
  tag = `vocr-test/probe-servers:${process.pid}`;
  const image = await t.engine.images.build(Readable.from(await context()), { tag, labels: {} });
  const images = { all: image };
  await t.converge(range, desire({ scenario, range, generation: 1, images, values: {} }));
  await until('the servers are up', async () => (await answer({ smtp: {} })).outcome === 'passed');
}, 300_000);
afterAll(async () => {
  await t.remove();
  await t.engine.images.remove(tag);
});

const login = (password: string, accepted = true) => ({ login: { user: 'an', password, accepted } });
const right = 'canh-dieu';

// They change nothing, and some wait long for an answer.
describe.concurrent('a probe of a real server', () => {
  it.each<[object, string]>([
    [
      { http: { status: 200, contains: ['Trang chủ'], lacks: ['<script'], pattern: '\\d{4}-\\d{2}-\\d{2}' } },
      'passed',
    ],
    [{ http: { pattern: '^\\d+$' } }, 'failed'],
    [{ http: { answerHeaders: { 'x-frame-options': 'DENY' }, lacksHeaders: ['Set-Cookie'] } }, 'passed'],
    [{ http: { answerHeaders: { 'Strict-Transport-Security': 'max-age' } } }, 'failed'],
    [{ http: { lacksHeaders: ['X-Powered-By'] } }, 'failed'],
    [{ http: { tls: { name: 'web.example', validFor: '7d' }, status: 200, contains: ['Trang'] } }, 'passed'],
    [{ http: { tls: { name: 'other.example' } } }, 'failed'],
    [{ http: { tls: { validFor: '60d' } } }, 'failed'],
    [{ http: { tls: { protocol: '1.3' } } }, 'failed'],
    [{ http: { tls: {}, port: 80 } }, 'failed'],
    [{ http: { port: 81 } }, 'failed'],
    [{ dns: { name: 'web.example', answer: address } }, 'passed'],
    [{ dns: { name: 'web.example', answer: '10.0.0.1' } }, 'failed'],
    [{ dns: { name: 'mail.example', type: 'MX', answer: '10 mx.mail.example.' } }, 'passed'],
    [{ dns: { name: 'mail.example', type: 'TXT', answer: 'v=spf1 -all' } }, 'passed'],
    [{ dns: { name: 'elsewhere.example', refused: true } }, 'passed'],
    [{ dns: { name: 'web.example', refused: true } }, 'failed'],
    [{ dns: { name: 'web.example', port: 54 } }, 'failed'],
    [{ smtp: { contains: ['Thu'] } }, 'passed'],
    [{ smtp: { contains: ['Postfix'] } }, 'failed'],
    [{ smtp: { tls: 'starttls', ...login(right) } }, 'passed'],
    [{ smtp: login('falsch') }, 'failed'],
    [{ smtp: login('falsch', false) }, 'passed'],
    [{ smtp: { mail: { from: 'ba@mail.example', to: 'an@mail.example' } } }, 'passed'],
    [{ smtp: { mail: { from: 'ba@mail.example', to: 'x@else.example' } } }, 'failed'],
    [{ smtp: { mail: { from: 'ba@mail.example', to: 'x@else.example', accepted: false } } }, 'passed'],
    [{ smtp: { mail: { from: 'ba@mail.example', to: 'an@mail.example', accepted: false } } }, 'failed'],
    [{ smtp: { port: 26 } }, 'failed'],
    [{ imap: { contains: ['Hop thu ready'], ...login(right) } }, 'passed'],
    [{ imap: { tls: 'starttls', ...login(right) } }, 'passed'],
    [{ imap: { tls: 'implicit', port: 993, ...login(right) } }, 'passed'],
    [{ imap: login('falsch') }, 'failed'],
    [{ imap: login(right, false) }, 'failed'],
    [{ imap: { port: 80 } }, 'silent'],
    [{ imap: { port: 24 } }, 'failed'],
    [{ ssh: { banner: 'OpenSSH' } }, 'passed'],
    [{ ssh: { banner: 'dropbear' } }, 'failed'],
    [{ ssh: login(right) }, 'passed'],
    [{ ssh: login('falsch') }, 'failed'],
    [{ ssh: login(right, false) }, 'failed'],
    [{ ssh: login('falsch', false) }, 'passed'],
    [{ ssh: { port: 25 } }, 'failed'],
    [{ closed: { port: 23 } }, 'passed'],
    [{ closed: { port: 22 } }, 'failed'],
    [{ file: { path: '/etc/app.conf', mode: '0640', owner: 'root', group: 'an' } }, 'passed'],
    [{ file: { path: '/etc/app.conf', mode: '0600' } }, 'failed'],
    [{ file: { path: '/etc/app.conf', owner: 'an' } }, 'failed'],
    [{ file: { path: '/etc/app.conf', contains: ['PASSWORD=x'], lacks: ['PASSWORD=y'] } }, 'passed'],
    [{ file: { path: '/etc/app.conf', lacks: ['PASSWORD=x'] } }, 'failed'],
    [{ file: { path: '/etc/app.conf', sha256: '0'.repeat(64) } }, 'failed'],
    [
      {
        file: {
          path: '/etc/app.conf',
          sha256: '9f12e8d8bb6b1ae8ce4b4bc4a1d4c3ba3e3e5f7b2b0a2e0d1c1f0b6a9d8c7b6a',
          contains: ['x'],
        },
      },
      'failed',
    ],
    [{ file: { path: '/none' } }, 'failed'],
    [{ file: { path: '/none', exists: false } }, 'passed'],
    [{ file: { path: '/etc', contains: ['x'] } }, 'failed'],
    [{ process: { contains: 'sshd', user: 'root' } }, 'passed'],
    [{ process: { contains: 'sshd', user: 'an' } }, 'failed'],
    [{ process: { contains: 'telnetd' } }, 'failed'],
    [{ process: { contains: 'telnetd', running: false } }, 'passed'],
    [{ log: { contains: 'all servers are up' } }, 'passed'],
    [{ command: { run: ['id', '-un'], user: 'an', contains: ['an'] } }, 'passed'],
    [{ command: { run: ['sleep', '20'], within: '1s' } }, 'unknown'],
  ])('%j: %s', async (probe, outcome) => {
    const told = await answer(probe);
    expect(told, told.detail).toMatchObject({ outcome });
  });
});

describe.concurrent('a probe that cannot be asked', () => {
  it.each<[object]>([
    ...[{ http: {} }, { tcp: { port: 80 } }, { dns: { name: 'web.example' } }, { smtp: {} }].map((p) => [p]),
    ...[{ imap: {} }, { ssh: {} }, { closed: { port: 23 } }].map((p) => [p]),
  ] as [object][])('%j: nothing is known when the network cannot be entered', async (probe) => {
    expect(await answer(probe, { pid: 4_000_000 })).toMatchObject({ outcome: 'unknown' });
  });

  it.each<[object]>([
    [{ file: { path: '/etc' } }],
    [{ process: { contains: 'x' } }],
    [{ command: { run: ['true'] } }],
  ])('%j: nothing is known when the node is gone', async (probe) => {
    expect(await answer(probe, { container: 'nope' })).toMatchObject({ outcome: 'unknown' });
  });

  it.each<[object]>([[{ tcp: { port: 80 } }], [{ dns: { name: 'web.example' } }], [{ ssh: {} }]])(
    '%j: says that nobody spoke',
    async (probe) => {
      expect(await answer(probe, { address: '192.168.57.77' })).toMatchObject({ outcome: 'silent' });
    },
  );
});
