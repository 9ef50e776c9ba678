import { Inject, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { ExerciseEvent } from '#exercise';
import { WakeUp, type Signal } from '#messaging';
import { ExerciseLog } from '#persistence';
import type { IncomingMessage } from 'node:http';
import type { Subject, Subscription } from 'rxjs';
import type { WebSocket } from 'ws';
import { APPENDED } from '../platform/tokens.js';
import { admissionOf } from '../sockets/socket.adapter.js';
import { Reader } from './reader.js';
import { Tail } from './tail.js';

const heartbeat = 25_000;
/** Wake-ups may be lost: every log that is looked at is read on this often anyway, in milliseconds. */
const lookEvery = 5_000;

/** The live stream: every event from the client's last seq on, in order, each once; and what is transient. */
@WebSocketGateway({ path: '/stream' })
export class StreamGateway implements OnGatewayConnection<WebSocket>, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(StreamGateway.name);
  /** By exercise that someone looks at. */
  private readonly tails = new Map<string, Tail>();
  private readonly timers: NodeJS.Timeout[] = [];
  private subscription: Subscription | undefined;

  constructor(
    private readonly log: ExerciseLog,
    private readonly wakeUp: WakeUp,
    @Inject(APPENDED) private readonly appended: Subject<ExerciseEvent[]>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.wakeUp.listen((signal) => this.heard(signal));
    // What this process appends itself is not read back.
    this.subscription = this.appended.subscribe((events) => {
      if (events[0]) this.tails.get(events[0].exercise)?.offer(events);
    });
    this.timers.push(
      setInterval(() => this.beat(), heartbeat),
      setInterval(() => this.look(), lookEvery),
    );
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
    for (const timer of this.timers) clearInterval(timer);
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const { person, exercise, after, access } = admissionOf(socket, '/stream');
    const { state, viewer } = access;
    const reader = new Reader(socket, request.socket, person.account, viewer, after);
    const tail = this.tails.get(exercise) ?? this.begin(exercise, state.seq);
    request.socket.on('drain', () => void tail.catchUp(reader));
    socket.on('pong', () => (reader.alive = true));
    socket.on('error', (error) => this.logger.debug(`a stream broke: ${error.message}`));
    socket.on('close', () => {
      tail.remove(reader);
      if (tail.isEmpty && this.tails.get(exercise) === tail) this.tails.delete(exercise);
    });
    tail.add(reader);
    tail.hear(state.seq);
  }

  private begin(exercise: string, seq: number): Tail {
    const read = (after: number, limit: number) => this.log.read(exercise, after, limit);
    const failed = (error: Error) =>
      this.logger.error(`stream of ${exercise}: ${error.message}; it goes on within ${lookEvery / 1_000} s`);
    const tail = new Tail(seq, read, failed);
    this.tails.set(exercise, tail);
    // What was appended since the state was read is in the log; of what comes from now on it hears.
    setImmediate(() => tail.look());
    return tail;
  }

  private heard({ exercise, seq, transient }: Signal): void {
    const tail = this.tails.get(exercise);
    if (transient) tail?.tell(transient);
    if (seq !== undefined) tail?.hear(seq);
  }

  private look(): void {
    for (const tail of this.tails.values()) tail.look();
  }

  private beat(): void {
    for (const tail of this.tails.values()) for (const reader of tail) reader.beat();
  }
}
