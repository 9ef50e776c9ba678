import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { admissionOf } from '../sockets/socket.adapter.js';
import { CaptureDownloads } from './downloads.service.js';

/** Where workers dial back with what they captured: one socket a download, by its single-use ticket. */
@WebSocketGateway({ path: '/internal/capture' })
export class DownloadsGateway implements OnGatewayConnection<WebSocket> {
  constructor(private readonly downloads: CaptureDownloads) {}

  handleConnection(worker: WebSocket): void {
    this.downloads.arrived(admissionOf(worker, '/internal/capture').session, worker);
  }
}
