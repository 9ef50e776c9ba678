import { Module } from '@nestjs/common';
import { ExercisesModule } from '../exercises/exercises.module.js';
import { DownloadsGateway } from '../networks/downloads.gateway.js';
import { CaptureDownloads } from '../networks/downloads.service.js';
import { NetworksController } from '../networks/networks.controller.js';
import { StreamGateway } from '../stream/stream.gateway.js';
import { RelayGateway } from '../terminal/relay.gateway.js';
import { OpenTerminals } from '../terminal/open-terminals.service.js';
import { RelayTickets } from '../terminal/relay-tickets.service.js';
import { TerminalGateway } from '../terminal/terminal.gateway.js';
import { DoorService } from './door.service.js';
import { TicketsController } from './tickets.controller.js';

@Module({
  imports: [ExercisesModule],
  providers: [
    DoorService,
    StreamGateway,
    TerminalGateway,
    RelayGateway,
    RelayTickets,
    OpenTerminals,
    CaptureDownloads,
    DownloadsGateway,
  ],
  controllers: [TicketsController, NetworksController],
})
export class SocketsModule {}
