import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DoorService } from '../../apps/orchestrator/sockets/door.service.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { openSocket } from '../support/stream.js';

let at: TestApplication;
beforeAll(async () => {
  at = await startApplication();
});
afterAll(() => at.close());

/** Asks for a socket by hand, to do next what no client does. */
function handshake(path: string, token?: string): Socket {
  const { port } = new URL(at.url);
  const socket = connect(Number(port), '127.0.0.1');
  const headers = [
    `GET ${path} HTTP/1.1`,
    'Host: vocr.test',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    ...(token ? [`Authorization: Bearer ${token}`] : []),
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** A frame of no WebSocket: bits that are reserved are set. */
const garbage = Buffer.from([0xff, 0x01, 0x02, 0x03]);

describe('a socket that sends garbage', () => {
  it.each(['one that is refused', 'one that is open'])('harms only itself: %s', async (which) => {
    const gil = await at.someone(`gil${which.length}`);
    const { id } = (await gil.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body;
    const crashed = vi.fn();
    process.on('uncaughtException', crashed);
    onTestFinished(() => void process.off('uncaughtException', crashed));
    const socket = handshake(`/stream?exercise=${id}`, which === 'one that is open' ? gil.token : undefined);
    await once(socket, 'data');
    socket.write(garbage);
    await once(socket, 'close');
    expect(crashed).not.toHaveBeenCalled();
    expect((await gil.get('/api/v1/session')).status).toBe(200);
  });
});

describe('sockets that are left before the door has opened', () => {
  it('do not count among those that someone may have', async () => {
    const ann = await at.someone('ann');
    const { id } = (await ann.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body;
    const door = at.app.get(DoorService);
    const admit = door.admit.bind(door);
    const slow = vi.spyOn(door, 'admit').mockImplementation(async (request) => {
      const admission = await admit(request);
      // It may have been left while its sender was looked up.
      if (!request.socket.closed) await new Promise((resolve) => request.socket.once('close', resolve));
      return admission;
    });
    const sockets = Array.from({ length: 64 }, () => handshake(`/stream?exercise=${id}`, ann.token));
    await expect.poll(() => slow.mock.calls.length).toBe(64);
    for (const socket of sockets) socket.resetAndDestroy();
    await Promise.all(slow.mock.results.map(({ value }) => value as Promise<unknown>));
    slow.mockRestore();
    const headers = { authorization: `Bearer ${ann.token}` };
    const reader = openSocket(`${at.url}/stream?exercise=${id}`, { headers });
    await Promise.race([once(reader.socket, 'message'), reader.closed]);
    expect(reader.socket.readyState).toBe(reader.socket.OPEN);
    await reader.close();
  });
});

describe('the end of the server', () => {
  it('tells every socket to come again, and waits for none that is silent', async () => {
    const own = await startApplication();
    const eve = await own.someone('eve');
    const { id } = (await eve.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body;
    const headers = { authorization: `Bearer ${eve.token}` };
    const polite = openSocket(`${own.url}/stream?exercise=${id}`, { headers });
    const silent = openSocket(`${own.url}/stream?exercise=${id}`, { headers });
    await expect.poll(() => polite.messages.length && silent.messages.length).toBeGreaterThan(0);
    silent.socket.pause();
    const begun = performance.now();
    await own.close();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(await polite.closed).toMatchObject({ code: 1012 });
    silent.socket.terminate();
  });
});
