import { isLogged, readMessage, type StreamMessage } from './stream-message.js';

/** How the connection stands; `refused` is final, with the server's reason. */
export type Connection =
  { is: 'connecting' | 'live' | 'reconnecting' } | { is: 'refused'; code: number; reason: string };

/** The part of a browser's WebSocket that the stream uses. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  close(): void;
}

interface Options {
  /** Opens a socket that delivers every event after `seq`. */
  open: (seq: number) => Socket;
  /** Seq of the last event that is known already. */
  after: number;
  onMessage: (message: StreamMessage) => void;
  onConnection: (connection: Connection) => void;
}

const firstDelay = 500;
const longestDelay = 15_000;

/** Wait before the nth attempt to connect again, in milliseconds; spread, so that a class does not come back all at once. */
export const delayOf = (attempt: number, random: number): number =>
  Math.min(longestDelay, firstDelay * 2 ** attempt) * (0.5 + random / 2);

/**
 * An exercise's events, in order, each once. When the connection breaks it is made again from the last event, so that
 * nothing is lost; what comes twice is dropped.
 */
export class ExerciseStream {
  private socket: Socket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private seq: number;
  private closed = false;

  constructor(private readonly options: Options) {
    this.seq = options.after;
    options.onConnection({ is: 'connecting' });
    this.connect();
  }

  /** Tries again at once, when a wait for the next attempt is under way. */
  hurry(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    this.timer = undefined;
    const socket = this.options.open(this.seq);
    this.socket = socket;
    socket.onopen = () => {
      if (this.closed) return;
      this.attempt = 0;
      this.options.onConnection({ is: 'live' });
    };
    socket.onmessage = ({ data }) => {
      if (this.closed) return;
      const message = readMessage(data);
      if (isLogged(message)) {
        if (message.seq <= this.seq) return;
        this.seq = message.seq;
      }
      this.options.onMessage(message);
    };
    socket.onclose = ({ code, reason }) => this.ended(code, reason);
  }

  private ended(code: number, reason: string): void {
    if (this.closed) return;
    // The contract's codes from 4400 on say that asking again would bring the same answer.
    if (code >= 4400 && code < 4500) {
      this.options.onConnection({ is: 'refused', code, reason });
      return;
    }
    this.options.onConnection({ is: 'reconnecting' });
    this.timer = setTimeout(() => this.connect(), delayOf(this.attempt, Math.random()));
    this.attempt += 1;
  }
}
