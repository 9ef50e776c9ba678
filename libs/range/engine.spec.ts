import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientOptions } from './engine-address.js';
import { engineFailure } from './engine-failure.js';
import { connectEngine } from './engine.js';
import { EngineError, EngineGone } from './errors.js';

describe('the address of an engine', () => {
  it.each([
    ['unix:///run/docker.sock', { socketPath: '/run/docker.sock' }],
    ['tcp://10.0.0.5:2375', { protocol: 'http', host: '10.0.0.5', port: 2375 }],
    ['tcp://docker', { protocol: 'http', host: 'docker', port: 2375 }],
    ['https://docker:2376', { protocol: 'https', host: 'docker', port: 2376 }],
    ['tcp://[::1]:2375', { protocol: 'http', host: '::1', port: 2375 }],
  ])('%s', (host, options) => expect(clientOptions(host)).toEqual(options));

  it.each(['', 'docker', 'ssh://host', 'npipe://x'])('refuses %j and says what is understood', (host) => {
    expect(() => clientOptions(host)).toThrow(/DOCKER_HOST .*unix:\/\/\/path/);
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

  it('that hangs up in the middle of an answer is gone', async () => {
    const server = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(connectEngine({ host: `tcp://127.0.0.1:${port}` }).ping()).rejects.toThrow(EngineGone);
    server.close();
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
