import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { may } from '#auth';
import { project, viewerOf, type Viewer } from '#exercise';
import { WakeUp, type Signal, type Transient } from '#messaging';
import { ExerciseLog } from '#persistence';
import type { WebSocket } from 'ws';
import { admissionOf } from '../sockets/socket.adapter.js';

const page = 500;
/** A client that is this far behind, in bytes, is read for no further until it has caught up. */
const mostBuffered = 1 << 20;
const heartbeat = 25_000;
/** Wake-ups may be lost: every client is looked after this often anyway, in milliseconds. */
const lookEvery = 5_000;

interface Reader {
  socket: WebSocket;
  exercise: string;
  person: { account: string; supervises: boolean };
  viewer: Viewer;
  /** Seq of the last event read for this client, shown or not. */
  seq: number;
  reading: boolean;
  /** Something may have come while reading. */
  again: boolean;
  alive: boolean;
}

/** The live stream: every event from the client's last seq on, in order, each once; and what is transient. */
@WebSocketGateway({ path: '/stream' })
export class StreamGateway implements OnGatewayConnection<WebSocket>, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(StreamGateway.name);
  private readonly readers = new Map<string, Set<Reader>>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly log: ExerciseLog,
    private readonly wakeUp: WakeUp,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.wakeUp.listen((signal) => this.heard(signal));
    this.timers.push(
      setInterval(() => this.all((reader) => this.beat(reader)), heartbeat),
      setInterval(() => this.all((reader) => void this.pump(reader)), lookEvery),
    );
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  handleConnection(socket: WebSocket): void {
    const { person, exercise, after, access } = admissionOf(socket, '/stream');
    const reader: Reader = {
      socket,
      exercise,
      person: { account: person.account, supervises: may(person.role, 'exercises:supervise') },
      viewer: access.viewer,
      seq: after,
      reading: false,
      again: false,
      alive: true,
    };
    const readers = this.readers.get(exercise) ?? new Set();
    this.readers.set(exercise, readers.add(reader));
    socket.on('pong', () => (reader.alive = true));
    socket.on('error', (error) => this.logger.debug(`a stream broke: ${error.message}`));
    socket.on('close', () => {
      readers.delete(reader);
      if (readers.size === 0 && this.readers.get(exercise) === readers) this.readers.delete(exercise);
    });
    void this.pump(reader);
  }

  private heard({ exercise, seq, transient }: Signal): void {
    for (const reader of this.readers.get(exercise) ?? []) {
      if (transient) tell(reader, transient);
      if (seq !== undefined && seq > reader.seq) void this.pump(reader);
    }
  }

  /** Reads the log from where the client is to its end. One at a time for each client, so that order holds. */
  private async pump(reader: Reader): Promise<void> {
    if (reader.reading) {
      reader.again = true;
      return;
    }
    reader.reading = true;
    try {
      do {
        reader.again = false;
        let full = true;
        while (
          full &&
          reader.socket.readyState === reader.socket.OPEN &&
          reader.socket.bufferedAmount < mostBuffered
        ) {
          const events = await this.log.read(reader.exercise, reader.seq, page);
          // Who is in which team changes with the log, and what a reader may see with it.
          if (events.some(({ type }) => type === 'member.joined')) await this.look(reader);
          for (const event of events) {
            const shown = project(event, reader.viewer);
            if (shown) reader.socket.send(JSON.stringify(shown));
            reader.seq = event.seq;
          }
          full = events.length === page;
        }
      } while (reader.again);
    } catch (error) {
      this.logger.error(`stream of ${reader.exercise}: ${(error as Error).message}`);
      reader.socket.close(1011, 'the log could not be read; connect again');
    } finally {
      reader.reading = false;
    }
  }

  private async look(reader: Reader): Promise<void> {
    const viewer = viewerOf(await this.log.state(reader.exercise), reader.person);
    if (viewer) reader.viewer = viewer;
  }

  private beat(reader: Reader): void {
    if (!reader.alive) {
      reader.socket.terminate();
      return;
    }
    reader.alive = false;
    reader.socket.ping();
  }

  private all(act: (reader: Reader) => void): void {
    for (const readers of this.readers.values()) for (const reader of readers) act(reader);
  }
}

function tell({ socket, viewer }: Reader, transient: Transient): void {
  const meant = viewer.staff || transient.team === undefined || viewer.teams.includes(transient.team);
  if (!meant || socket.readyState !== socket.OPEN) return;
  const { kind, ...about } = transient;
  socket.send(JSON.stringify({ type: kind, ...about }));
}
