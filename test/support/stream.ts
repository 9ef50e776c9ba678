import { WebSocket } from 'ws';

/** A message of the stream: an event, or something transient without `seq`. */
export interface Message {
  type: string;
  seq?: number;
  team?: string;
  [more: string]: unknown;
}

/** A client of a socket. */
export interface Reader {
  socket: WebSocket;
  messages: Message[];
  /** The seqs of the events that have come. */
  seqs(): number[];
  /** When the socket is open. */
  opened: Promise<void>;
  /** How the socket was closed. */
  closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** Opens a socket of the application and gathers what comes. */
export function openSocket(
  url: string,
  { headers = {}, ticket }: { headers?: Record<string, string>; ticket?: string } = {},
): Reader {
  const protocols = ticket === undefined ? [] : [`vocr.ticket.${ticket}`];
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers });
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  const closed = new Promise<{ code: number; reason: string }>((resolve, reject) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.on('error', reject);
  });
  const opened = new Promise<void>((resolve) => socket.on('open', () => resolve()));
  return {
    socket,
    opened,
    messages,
    seqs: () => messages.flatMap(({ seq }) => seq ?? []),
    closed,
    close: async () => {
      socket.close();
      await closed;
    },
  };
}
