import type { Viewer } from '#exercise';
import type { Transient } from '#messaging';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Stretch } from './stretch.js';

/** A client of which this many bytes are not fetched yet is sent nothing more until it has fetched them. */
export const mostBuffered = 1 << 20;

/** What a reader needs of its WebSocket. */
export type Door = Pick<WebSocket, 'readyState' | 'OPEN' | 'close' | 'terminate' | 'ping'>;
/** What a reader needs of the connection under it. */
export type Wire = Pick<Socket, 'writableLength' | 'write'>;

/** A client of the stream, and how far it has come. */
export class Reader {
  /** It answered the last ping. */
  alive = true;
  /** It is being brought up to where the stream is. */
  catchingUp = false;

  /**
   * @param wire the connection under the WebSocket: frames that are the same for all are written to it as they are,
   *   between those that the WebSocket itself writes, of which each is whole as well
   * @param seq of the last event that it has, or was not to see
   */
  constructor(
    readonly door: Door,
    private readonly wire: Wire,
    private readonly account: string,
    private viewer: Viewer,
    public seq: number,
  ) {}

  /** Whether it can be sent something now. */
  get hasRoom(): boolean {
    return this.door.readyState === this.door.OPEN && this.wire.writableLength < mostBuffered;
  }

  /** Takes what it does not have yet. @returns false when it has no room, or lacks what comes before */
  take(stretch: Stretch): boolean {
    if (this.seq < stretch.after || !this.hasRoom) return false;
    // Who joins a team sees what is about it from here on.
    const joined = stretch.joined.get(this.account);
    if (joined) this.viewer = { ...this.viewer, teams: [...new Set([...this.viewer.teams, ...joined])] };
    if (this.seq >= stretch.to) return true;
    const frames = stretch.framesFor(this.viewer, this.seq);
    if (frames.length > 0) this.wire.write(frames);
    this.seq = stretch.to;
    return true;
  }

  /** Takes something that is not in the log, if it is meant. Who has no room goes without it. */
  tell({ team }: Transient, frame: Buffer): void {
    const meant = this.viewer.staff || team === undefined || this.viewer.teams.includes(team);
    if (meant && this.hasRoom) this.wire.write(frame);
  }

  /** Asks whether it is there still; ends it when it did not answer the last time. */
  beat(): void {
    if (!this.alive) {
      this.door.terminate();
      return;
    }
    this.alive = false;
    this.door.ping();
  }
}
