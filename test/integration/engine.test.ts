import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config';
import { connectEngine, tarOf } from '#range';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:tls';

const direct = connectEngine(readConfig(process.env).engine);
const name = `vocr-engine-test-${process.pid}`;

describe('an image of an archive', () => {
  const tag = `${name}:import`;
  afterEach(() => direct.images.remove(tag));

  it('has the given name, says what it was told to, and is what the engine then has', async () => {
    const content = Buffer.from('hello\n');
    const archive = await tarOf([{ path: 'greeting', content, uid: 0, gid: 0, mode: 0o644 }]);
    const id = await direct.images.import(Readable.from([archive]), {
      tag,
      changes: ['CMD ["cat", "/greeting"]', 'LABEL made=here'],
    });
    expect(await direct.images.inspect(tag)).toMatchObject({
      id,
      command: ['cat', '/greeting'],
      labels: { made: 'here' },
    });
  });

  it('is not made of something that is no archive', async () => {
    const importing = direct.images.import(Readable.from([Buffer.alloc(2_000, 'x')]), { tag });
    await expect(importing).rejects.toThrow(`importing image ${tag}: `);
    expect(await direct.images.inspect(tag)).toBeUndefined();
  });
});

describe('an engine behind TLS', () => {
  let folder: string;
  let server: Server;
  let host: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-tls-'));
    makeCertificates(folder);
    const read = (file: string) => readFileSync(join(folder, file));
    const keys = { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
    // An engine goes on telling when its client has nothing more to say.
    const options = { ...keys, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true };
    server = createServer(options, (outside) => {
      const engine = connectDirectly();
      // Either side may hang up at any time; the other one's client then says so.
      const ignore = () => undefined;
      pipeline(outside, engine).catch(ignore);
      pipeline(engine, outside).catch(ignore);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const set = (more: Record<string, string>) =>
    connectEngine(readConfig({ DOCKER_HOST: host, ...more }).engine);

  it('answers who shows the certificates, and runs commands for them', async () => {
    const engine = set({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder });
    expect(engine.isLocal).toBe(false);
    expect(await engine.version()).toEqual(await direct.version());
    const container = await engine.containers.create(name, {
      Image: 'debian:bookworm-slim',
      Cmd: ['sleep', '60'],
      Labels: {},
      HostConfig: { NetworkMode: 'none', Init: true },
    });
    try {
      await engine.containers.start(container);
      const { stdout } = await engine.exec(container, {
        command: ['cat'],
        input: 'through',
        timeoutMs: 10_000,
      });
      expect(stdout).toBe('through');
    } finally {
      await engine.containers.remove(container);
    }
  });

  it.each([
    ['without TLS', {}, /cannot be reached/],
    ['with a certificate of nobody', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: 'strange' }, /no authority/],
  ])('refuses who comes %s, and says what to do', async (_, more, why) => {
    const strange = join(folder, 'strange');
    mkdirSync(strange, { recursive: true });
    makeCertificates(strange);
    const settings = Object.fromEntries(
      Object.entries(more).map(([key, value]) => [key, value === 'strange' ? strange : value]),
    );
    await expect(set(settings).version()).rejects.toThrow(why);
  });
});

function connectDirectly() {
  const address = new URL(direct.address);
  const [host, port] = [address.hostname.replace(/[[\]]/g, ''), Number(address.port || 2375)];
  return connect({ ...(direct.isLocal ? { path: address.pathname } : { host, port }), allowHalfOpen: true });
}

/** One authority and one certificate of it, for both sides. */
function makeCertificates(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...newKey, '-subj', '/CN=authority', '-keyout', 'ca-key.pem', '-out', 'ca.pem');
  openssl(
    ...['req', '-x509', ...newKey, '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-keyout', 'key.pem', '-out', 'cert.pem'],
  );
}
