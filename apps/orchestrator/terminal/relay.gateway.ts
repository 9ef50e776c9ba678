import { Logger } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { admissionOf } from '../sockets/socket.adapter.js';
import { TerminalGateway } from './terminal.gateway.js';

/** Where workers dial back: one socket a terminal, by its single-use ticket. */
@WebSocketGateway({ path: '/internal/terminal' })
export class RelayGateway implements OnGatewayConnection<WebSocket> {
  private readonly logger = new Logger(RelayGateway.name);

  constructor(private readonly terminals: TerminalGateway) {}

  handleConnection(worker: WebSocket): void {
    // The close that follows ends the browser's side too.
    worker.on('error', (error) => this.logger.warn(`a worker's terminal broke: ${error.message}`));
    this.terminals.arrived(admissionOf(worker, '/internal/terminal').session, worker);
  }
}
