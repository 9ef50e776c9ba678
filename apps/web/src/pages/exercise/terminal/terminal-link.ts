import { delayOf } from '../exercise-stream.js';

/**
 * How a terminal's connection stands. `ended` is final until someone asks again: because the shell was left, or for the
 * server's reason.
 */
export type LinkState =
  | { is: 'connecting' | 'open' }
  | { is: 'waiting'; reason: string }
  | { is: 'ended'; left: boolean; reason: string };

/** The part of a browser's WebSocket that a terminal uses. */
export interface TerminalSocket {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

interface Options {
  open: () => TerminalSocket;
  onData: (data: Uint8Array) => void;
  onState: (state: LinkState) => void;
  /** Columns and rows now. */
  size: () => readonly [number, number];
}

const isOpen = 1;
const encoder = new TextEncoder();
/** How often it tries by itself before it leaves that to the person. */
const mostAttempts = 6;

/** One terminal's bytes, both ways. A broken connection is made anew; an ended shell waits until someone wants another. */
export class TerminalLink {
  private socket: TerminalSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private over = false;
  private closed = false;

  constructor(private readonly options: Options) {
    this.connect();
  }

  /**
   * Sends what was typed; what is typed while there is no connection is lost, as the screen says. Once the terminal has
   * ended, Enter asks for another.
   */
  type(text: string): void {
    if (this.over && text === '\r') this.again();
    else if (this.socket?.readyState === isOpen) this.socket.send(encoder.encode(text));
  }

  /** Sends bytes as they are, each character one byte (mouse reports). */
  typeBytes(bytes: string): void {
    if (this.socket?.readyState === isOpen) {
      this.socket.send(Uint8Array.from(bytes, (character) => character.charCodeAt(0) & 0xff));
    }
  }

  resized(): void {
    if (this.socket?.readyState === isOpen) this.socket.send(JSON.stringify({ resize: this.options.size() }));
  }

  /** Connects again, now. */
  again(): void {
    clearTimeout(this.timer);
    this.attempt = 0;
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    this.over = false;
    this.options.onState({ is: 'connecting' });
    const socket = this.options.open();
    this.socket = socket;
    socket.onopen = () => {
      if (this.closed || this.socket !== socket) return;
      this.options.onState({ is: 'open' });
      this.resized();
    };
    socket.onmessage = ({ data }) => {
      if (this.closed || this.socket !== socket || !(data instanceof ArrayBuffer)) return;
      this.attempt = 0;
      this.options.onData(new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (this.closed || this.socket !== socket) return;
      this.ended(code, reason);
    };
  }

  private ended(code: number, reason: string): void {
    // 1000: the shell has ended. From 4400 on: the server will not have it.
    const final = code === 1000 || code >= 4000 || this.attempt >= mostAttempts;
    this.over = final;
    this.options.onState(final ? { is: 'ended', left: code === 1000, reason } : { is: 'waiting', reason });
    if (final) return;
    this.timer = setTimeout(() => this.connect(), delayOf(this.attempt, Math.random()));
    this.attempt += 1;
  }
}
