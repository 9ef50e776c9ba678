import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface Seat {
  socket: Socket;
  /** What has come of the answer by now. */
  heard: Buffer;
  settle?: { resolve(): void; reject(error: Error): void };
}

/**
 * Clients that each keep a connection open, as consoles do. They speak HTTP by hand: a whole class's browsers run on the class's
 * own machines, so that what this one spends on them is to be little.
 */
export class Crowd {
  private readonly host: string;
  private readonly seats: (Seat | undefined)[];

  constructor(
    private readonly url: string,
    size: number,
  ) {
    this.host = new URL(url).host;
    this.seats = Array.from({ length: size }, () => undefined);
  }

  /**
   * Sends a body from one client's connection and waits for the answer. A client asks one thing at a time.
   * @throws Error for any status but 200
   */
  async post(client: number, path: string, token: string, body: unknown): Promise<void> {
    // A server closes connections that are idle for some seconds.
    const open = this.seats[client]?.socket.destroyed === false ? this.seats[client] : undefined;
    const seat = (this.seats[client] = open ?? (await seated(this.url)));
    const text = JSON.stringify(body);
    const head = [
      `POST ${path} HTTP/1.1`,
      `Host: ${this.host}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
    ];
    await new Promise<void>((resolve, reject) => {
      seat.settle = { resolve, reject };
      seat.socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
    });
  }

  close(): void {
    for (const seat of this.seats) seat?.socket.destroy();
  }
}

async function seated(url: string): Promise<Seat> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  const seat: Seat = { socket, heard: Buffer.alloc(0) };
  socket.on('data', (part) => hear(seat, part));
  socket.on('error', (error) => seat.settle?.reject(error));
  socket.on('close', () => seat.settle?.reject(new Error('the connection was closed')));
  return seat;
}

/** Takes in a part of an answer that says how long it is, and settles what waits for it when it is whole. */
function hear(seat: Seat, part: Buffer): void {
  seat.heard = seat.heard.length ? Buffer.concat([seat.heard, part]) : part;
  const headEnd = seat.heard.indexOf('\r\n\r\n');
  if (headEnd < 0) return;
  const head = seat.heard.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const end = headEnd + 4 + Number(length ?? 0);
  if (seat.heard.length < end) return;
  const body = seat.heard.toString('utf8', headEnd + 4, end);
  const { settle } = seat;
  seat.settle = undefined;
  seat.heard = Buffer.alloc(0);
  const fine = length !== undefined && head.startsWith('HTTP/1.1 200 ');
  if (fine) settle?.resolve();
  else settle?.reject(new Error(`${head.split('\r\n')[0]} ${body}`));
}
