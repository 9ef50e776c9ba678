import { connect, createServer, type Socket } from 'node:net';
import { anyFreePort } from '../../apps/cli/machine/port.js';

/** A TCP port of loopback in front of a server, on which nothing listens until it is opened. */
export interface Gate {
  /** The server's URL, by way of the gate. */
  url: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a gate in front of the server that a URL names. */
export async function gateBefore(url: string): Promise<Gate> {
  const port = await anyFreePort();
  if (!port) throw new Error('no TCP port on 127.0.0.1 is free');
  const { hostname, port: behind } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((guest) => {
    const host = connect(Number(behind), hostname);
    for (const [one, other] of [
      [guest, host],
      [host, guest],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return {
    url: through.href,
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
