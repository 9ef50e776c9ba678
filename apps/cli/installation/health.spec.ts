import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { askHealth, describeWaiting, localAddress } from './health.js';
import { whyNotListen } from '../machine/port.js';

describe('askHealth', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const serve = async (status: number, body: string) => {
    server = createServer((_, answer) => answer.writeHead(status).end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  it('names the parts that are not ready', async () => {
    const parts = {
      database: { ok: true },
      worker: { ok: false, detail: 'building images 2/4' },
      Docker: { ok: false },
    };
    const port = await serve(503, JSON.stringify({ status: 'starting', parts }));
    const answer = await askHealth(`http://127.0.0.1:${port}`);
    expect(answer).toEqual({ ready: false, health: { status: 'starting', parts } });
    expect(describeWaiting(answer)).toBe('worker: building images 2/4; Docker');
  });

  it('is ready on 200', async () => {
    const port = await serve(200, JSON.stringify({ status: 'ok', parts: { database: { ok: true } } }));
    expect((await askHealth(`http://127.0.0.1:${port}`)).ready).toBe(true);
    expect((await whyNotListen('127.0.0.1', port))?.code).toBe('EADDRINUSE');
  });

  it('does not take another program for VOCR', async () => {
    const port = await serve(200, '<html>');
    expect(describeWaiting(await askHealth(`http://127.0.0.1:${port}`))).toContain('is not VOCR');
  });

  it('waits for one that does not listen', async () => {
    const port = await serve(200, '');
    server!.close();
    await once(server!, 'close');
    expect(describeWaiting(await askHealth(`http://127.0.0.1:${port}`))).toBe(
      'orchestrator: not listening yet',
    );
    expect(await whyNotListen('127.0.0.1', port)).toBeUndefined();
  });
});

describe('localAddress', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['::', 'http://[::1]:8080'],
    ['fd00::1', 'http://[fd00::1]:8080'],
  ])('%s is reached at %s', (listen, address) => expect(localAddress(listen, 8080)).toBe(address));
});
