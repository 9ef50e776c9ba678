import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo, Server } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from './engine-address.js';
import { engineFailure } from './engine-failure.js';
import { connectEngine } from './connect-engine.js';
import { EngineError, EngineGone } from './errors.js';

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

/** The address of a server of ours that is taken for an engine. */
async function listening(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const answering = (answer: RequestListener) => listening(createServer(answer));

describe('the address of an engine', () => {
  it.each([
    ['unix:///run/docker.sock', { protocol: 'http', socketPath: '/run/docker.sock' }],
    ['tcp://10.0.0.5:2375', { protocol: 'http', host: '10.0.0.5', port: 2375 }],
    ['tcp://docker', { protocol: 'http', host: 'docker', port: 2375 }],
    ['https://docker:2376', { protocol: 'https', host: 'docker', port: 2376 }],
    ['https://docker', { protocol: 'https', host: 'docker', port: 2376 }],
    ['tcp://[::1]:2375', { protocol: 'http', host: '::1', port: 2375 }],
  ])('%s', (host, options) => expect(clientOptions(host)).toEqual(options));

  it.each(['', 'docker', 'ssh://host', 'npipe://x', 'unix://', 'unix://docker.sock'])(
    'refuses %j and says what is understood',
    (host) => {
      expect(() => clientOptions(host)).toThrow(/DOCKER_HOST .*unix:\/\/\/path/);
    },
  );

  it('names the certificates that cannot be read, and where they belong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vocr-certificates-'));
    const connect = () => connectEngine({ host: 'tcp://127.0.0.1:2376', certificates: folder });
    expect(connect).toThrow(EngineError);
    expect(connect).toThrow(/certificates .* cannot be read: .*ca\.pem.* \(put .* into .*DOCKER_CERT_PATH/);
    rmSync(folder, { recursive: true });
  });

  it('is the one that was given, whatever the environment says', async () => {
    const asked: string[] = [];
    vi.stubEnv('DOCKER_HOST', await answering((request) => asked.push(request.url!)));
    await expect(connectEngine({ host: 'unix:///nowhere/docker.sock' }).ping()).rejects.toThrow(
      /unix:\/\/\/nowhere\/docker\.sock cannot be reached: there is no such socket/,
    );
    expect(asked).toEqual([]);
  });
});

describe('an engine that cannot be reached', () => {
  it.each(['unix:///nowhere/docker.sock', 'tcp://127.0.0.1:1'])(
    '%s is gone, with what to do',
    async (host) => {
      const ping = connectEngine({ host }).ping();
      await expect(ping).rejects.toThrow(EngineGone);
      await expect(ping).rejects.toThrow(/DOCKER_HOST/);
    },
  );

  it('tells why apart from the subject, with the code of the system', async () => {
    const failure = await connectEngine({ host: 'tcp://127.0.0.1:1' })
      .ping()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'ECONNREFUSED',
      why: expect.stringMatching(/^nothing listens there/),
    });
  });

  it('that hangs up in the middle of an answer is gone', async () => {
    const host = await answering((request) => request.socket.destroy());
    await expect(connectEngine({ host }).ping()).rejects.toThrow(EngineGone);
  });

  it('that says nothing is given up within the time given', async () => {
    const host = await listening(createTcpServer());
    await expect(connectEngine({ host }).version(50)).rejects.toThrow(
      `asking the engine its version: ${host} did not answer within 0.05 s`,
    );
  });
});

describe('what answers and is no engine', () => {
  it.each([
    ['another program on HTTP', 200, '<html>'],
    ['another program on HTTP with JSON', 200, '{"name":"x"}'],
    ['another program without /version', 404, 'not found'],
  ])('%s', async (_, status, body) => {
    const host = await answering((_request, response) => response.writeHead(status).end(body));
    await expect(connectEngine({ host }).version()).rejects.toThrow(
      `what answers at ${host} is not a Docker engine`,
    );
  });

  it('a server of something else', async () => {
    const host = await listening(createTcpServer((socket) => socket.end('220 mail ready\r\n')));
    await expect(connectEngine({ host }).version()).rejects.toThrow(
      /what answers there is not a Docker engine/,
    );
  });

  it('a port without TLS', async () => {
    const host = await answering((_request, response) => response.end());
    const failure = connectEngine({ host: host.replace('tcp:', 'https:') }).version();
    await expect(failure).rejects.toThrow(/does not speak TLS there; unset DOCKER_TLS_VERIFY/);
  });
});

describe('a transfer of an image', () => {
  it('is given up when the registry is not heard of any more', async () => {
    const host = await answering((_request, response) => void response.write('{"status":"Downloading"}\n'));
    const lines: string[] = [];
    const pull = connectEngine({ host }).images.pull('debian', {
      onProgress: (line) => lines.push(line),
      silenceMs: 200,
    });
    await expect(pull).rejects.toThrow('pulling image debian: nothing was heard for 0.2 s');
    expect(lines).toEqual(['Downloading']);
  });

  it('is given up when the engine never answers', async () => {
    const host = await listening(createTcpServer());
    const pull = connectEngine({ host }).images.pull('debian', { silenceMs: 100 });
    await expect(pull).rejects.toThrow('nothing was heard for 0.1 s');
  });

  it('that the engine refuses ends whoever writes the archive', async () => {
    const host = await answering((_request, response) => response.writeHead(500).end('{"message":"full"}'));
    const archive = new PassThrough();
    archive.write(Buffer.alloc(100_000));
    await expect(connectEngine({ host }).images.import(archive, { tag: 'x:1' })).rejects.toThrow(
      'importing image x:1: full',
    );
    expect(archive.destroyed).toBe(true);
  });

  it('to no engine ends whoever writes the archive', async () => {
    const archive = new PassThrough();
    archive.write(Buffer.alloc(100_000));
    const engine = connectEngine({ host: 'tcp://127.0.0.1:1' });
    await expect(engine.images.import(archive, { tag: 'x:1' })).rejects.toThrow(EngineGone);
    expect(archive.destroyed).toBe(true);
  });
});

describe('engineFailure', () => {
  it('keeps the status and what the engine said, and adds the mend', () => {
    const failure = engineFailure('creating container x', 'unix:///s', {
      statusCode: 500,
      json: { message: 'write /x: no space left on device' },
      message: '(HTTP code 500) server error',
    });
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).not.toBeInstanceOf(EngineGone);
    expect(failure.status).toBe(500);
    expect(failure.message).toBe(
      'creating container x: write /x: no space left on device (free space on the disk of the engine)',
    );
  });
  it('takes anything', () => {
    expect(engineFailure('x', 'y', new Error('odd')).message).toBe('x: odd');
    expect(engineFailure('x', 'y', 'odd').message).toBe('x: odd');
  });
});
