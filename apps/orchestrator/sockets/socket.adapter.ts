import { Logger, type INestApplicationContext } from '@nestjs/common';
import { AbstractWsAdapter } from '@nestjs/websockets';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCode, DoorService, Refused, ticketProtocol, type Admission } from './door.service.js';

/** Largest message from a client, in bytes: pasted text and resizes, no more. */
const maxPayload = 256 * 1024;

/** Sockets that one person may have open at a time; each holds a place in memory and is looked after every few seconds. */
const mostSockets = 64;

/** How long clients have to answer the close when the server ends, in milliseconds. */
const mostGoodbye = 1_000;

const admissions = new WeakMap<WebSocket, Admission>();

/** What a socket was admitted for; there before its gateway sees it. */
export function admissionOf<P extends Admission['path']>(
  socket: WebSocket,
  path: P,
): Extract<Admission, { path: P }> {
  const admission = admissions.get(socket);
  if (admission?.path !== path) throw new Error(`a socket came to ${path} that was not admitted there`);
  return admission as Extract<Admission, { path: P }>;
}

/**
 * Sockets as the contract wants them: plain JSON or bytes, and a door in front. Whoever is refused gets a handshake and
 * at once the contract's close code, because a browser shows its page nothing else; no gateway ever sees that socket.
 */
export class SocketAdapter extends AbstractWsAdapter {
  private readonly servers = new Map<string, WebSocketServer>();
  private readonly refusals = new WebSocketServer({ noServer: true, handleProtocols: chooseProtocol });
  private readonly logger = new Logger('sockets');
  /** Per account. */
  private readonly open = new Map<string, number>();

  constructor(private readonly app: INestApplicationContext) {
    super(app);
    (this.httpServer as Server).on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', (error) => this.logger.debug(`a socket broke at its door: ${error.message}`));
      void this.upgrade(request, socket, head);
    });
  }

  create(_port: number, options?: { path?: string }): WebSocketServer {
    const server = new WebSocketServer({ noServer: true, maxPayload, handleProtocols: chooseProtocol });
    this.servers.set(options?.path ?? '/', server);
    return server;
  }

  /** Gateways read their sockets themselves: there are no Nest messages on them. */
  bindMessageHandlers(): void {}

  /** Closes a gateway's sockets, so that whoever is connected knows to come again, and waits for no one who is silent. */
  override async close(server: WebSocketServer): Promise<void> {
    for (const client of server.clients) client.close(1012, 'the server restarts; connect again');
    const terminate = () => server.clients.forEach((client) => client.terminate());
    const late = setTimeout(terminate, mostGoodbye);
    await super.close(server);
    clearTimeout(late);
  }

  override async dispose(): Promise<void> {
    this.refusals.clients.forEach((client) => client.terminate());
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      const admission = await this.app.get(DoorService).admit(request);
      // Whoever left while the door was asked closes no second time, and would be counted for ever.
      if (socket.destroyed) return;
      const server = this.servers.get(admission.path)!;
      if ('person' in admission) this.count(admission.person.account, socket);
      server.handleUpgrade(request, socket, head, (client) => {
        admissions.set(client, admission);
        server.emit('connection', client, request);
      });
    } catch (error) {
      const refused = error instanceof Refused ? error : undefined;
      if (!refused) this.logger.error(`${request.url} could not be opened: ${String(error)}`);
      this.refusals.handleUpgrade(request, socket, head, (client) => {
        // It can still send until it has read the close, and what it sends may be no WebSocket frame.
        client.on('error', (broken) => this.logger.debug(`a refused socket broke: ${broken.message}`));
        client.close(
          refused?.code ?? 1011,
          reasonOf(refused?.message ?? 'unexpected failure; the log knows more'),
        );
      });
    }
  }

  /** Counts a socket as its person's until it is closed. @throws Refused when they have too many */
  private count(account: string, socket: Duplex): void {
    const before = this.open.get(account) ?? 0;
    if (before >= mostSockets) {
      throw new Refused(tryLater, `You have ${mostSockets} connections open: close some pages first.`);
    }
    this.open.set(account, before + 1);
    socket.once('close', () => {
      const left = this.open.get(account)! - 1;
      if (left > 0) this.open.set(account, left);
      else this.open.delete(account);
    });
  }
}

/** WebSocket's own code for "try again later". */
const tryLater = 1013;

/** A close reason holds 123 bytes at most (RFC 6455, 5.5). */
export function reasonOf(text: string): string {
  let reason = text;
  while (Buffer.byteLength(reason) > 123) reason = reason.slice(0, -1);
  return reason;
}

const chooseProtocol = (offered: Set<string>): string | false =>
  [...offered].find((protocol) => protocol.startsWith(ticketProtocol)) ?? false;

export { closeCode };
