import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { until } from './until.js';

/** An event as the stream shows it. */
export interface SeenEvent {
  seq: number;
  type: string;
  team?: string;
  range?: string;
  actor: string;
  payload: Record<string, unknown>;
}

/** Someone who follows an exercise's stream, and connects again from their last seq whenever it breaks. */
export interface Follower {
  /** What came, in the order in which it came, over all connections. */
  events: SeenEvent[];
  /** What came without a seq. */
  transients: Record<string, unknown>[];
  /** Connections that were made so far. */
  connections: number;
  /** The first event of a type after the given seq, once it is there. */
  event(type: string, options?: { after?: number; limitMs?: number }): Promise<SeenEvent>;
  types(): string[];
  close(): void;
}

/** Follows a stream. @param after seq after which it begins */
export function follow(url: string, token: string, exercise: string, after = 0): Follower {
  const follower: Follower = {
    events: [],
    transients: [],
    connections: 0,
    event: (type, { after: since = 0, limitMs } = {}) =>
      until(
        () => `${type} after seq ${since} of ${exercise}; so far: ${follower.types().join(' ')}`,
        () => follower.events.find((event) => event.type === type && event.seq > since),
        limitMs,
      ),
    types: () => follower.events.map(({ type }) => type),
    close: () => {
      closed = true;
      socket.close();
    },
  };
  let closed = false;
  let socket: WebSocket;
  const connect = () => {
    const from = follower.events.at(-1)?.seq ?? after;
    const at = new URLSearchParams({ exercise, after: String(from) });
    socket = new WebSocket(`${url.replace(/^http/, 'ws')}/stream?${at.toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('open', () => follower.connections++);
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Record<string, unknown>;
      if (typeof message['seq'] === 'number') follower.events.push(message as unknown as SeenEvent);
      else follower.transients.push(message);
    });
    // What broke it is seen by the close that follows.
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      if (!closed && code < 4000) void sleep(50).then(connect);
    });
  };
  connect();
  return follower;
}

/** Opens a socket and gives the code with which it is closed. */
export function closeCodeOf(url: string, token: string, path: string): Promise<number> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return new Promise((resolve, reject) => {
    socket.once('close', (code) => resolve(code));
    socket.once('error', reject);
    socket.once('message', () => {
      socket.terminate();
      reject(new Error(`${path} was opened and spoke`));
    });
  });
}
