import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { admissionOf } from '../sockets/socket.adapter.js';
import { TerminalGateway } from './terminal.gateway.js';

/** Where workers dial back: one socket a terminal, by its single-use ticket. */
@WebSocketGateway({ path: '/internal/terminal' })
export class RelayGateway implements OnGatewayConnection<WebSocket> {
  constructor(private readonly terminals: TerminalGateway) {}

  handleConnection(worker: WebSocket): void {
    worker.on('error', (error) => worker.emit('close', 1006, Buffer.from(error.message)));
    this.terminals.arrived(admissionOf(worker, '/internal/terminal').session, worker);
  }
}
