import { WebSocket } from 'ws';
import { until } from './until.js';

/** A terminal as a person has it. */
export interface OpenTerminal {
  /** All that it showed so far. */
  seen(): string;
  /** Types text; ends no line by itself. */
  type(text: string): void;
  resize(cols: number, rows: number): void;
  /** When it first shows something, to the millisecond. */
  first(pattern: RegExp): Promise<void>;
  /** Waits until it shows something. */
  shows(pattern: RegExp, limitMs?: number): Promise<RegExpMatchArray>;
  /** Close code and reason, once it is closed. */
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

/** Where a terminal is. */
export interface Place {
  exercise: string;
  team: string;
  node: string;
}

/** Opens a node's terminal, with a token or with a ticket. */
export function openTerminal(
  url: string,
  credential: { token: string } | { ticket: string },
  place: Place,
): OpenTerminal {
  const at = new URLSearchParams({ ...place }).toString();
  const address = `${url.replace(/^http/, 'ws')}/terminal?${at}`;
  const socket =
    'token' in credential
      ? new WebSocket(address, { headers: { authorization: `Bearer ${credential.token}` } })
      : new WebSocket(address, [`vocr.ticket.${credential.ticket}`]);
  let seen = '';
  const waiting: (string | Buffer)[] = [];
  const send = (data: string | Buffer) => {
    if (socket.readyState === socket.OPEN) socket.send(data);
    else waiting.push(data);
  };
  socket.on('open', () => waiting.splice(0).forEach((data) => socket.send(data)));
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (binary) seen += data.toString('utf8');
  });
  // What broke it is seen by the close that follows.
  socket.on('error', () => undefined);
  return {
    seen: () => seen,
    first: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(seen) && resolve();
        socket.on('message', look);
        socket.once('close', (code) => reject(new Error(`it closed (${code}) before it showed ${pattern}`)));
        look();
      }),
    type: (text) => send(Buffer.from(text)),
    resize: (cols, rows) => send(JSON.stringify({ resize: [cols, rows] })),
    shows: (pattern, limitMs) =>
      until(
        () => `terminal of ${place.node} shows ${pattern}; so far: ${JSON.stringify(seen.slice(-500))}`,
        () => pattern.exec(seen) ?? undefined,
        limitMs,
      ),
    closed: new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    ),
    close: () => socket.close(),
  };
}
