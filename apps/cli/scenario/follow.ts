import { WebSocket } from 'ws';
import type { Api } from './api.js';

/** Something that the stream says and the log does not have, such as how far an image is. */
export interface Progress {
  type: string;
  phase?: string;
  node?: string;
  detail?: string;
}

/** The stream may have broken, and a wake-up may be lost: whoever waits looks this often anyway, ms. */
const lookEvery = 1_000;
/** A build says many things a second: it is not looked again sooner than this, ms. */
const lookAtMostEvery = 100;

/** An exercise that is followed: whoever waits for something in it looks again as soon as anything happened. */
export class Following {
  private readonly socket: WebSocket;
  private wake: () => void = () => undefined;

  /** @param onProgress told of what is not logged */
  constructor(
    api: Api,
    exercise: string,
    private readonly onProgress: (progress: Progress) => void = () => undefined,
  ) {
    const url = `${api.url.replace(/^http/, 'ws')}/stream?exercise=${exercise}&after=0`;
    this.socket = new WebSocket(url, { headers: { authorization: `Bearer ${api.token}` } });
    this.socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) return;
      const message = JSON.parse(data.toString('utf8')) as Progress & { seq?: number };
      if (message.seq === undefined) this.onProgress(message);
      this.wake();
    });
    // Without the stream it is looked once a second, which is as good, only later.
    this.socket.on('error', () => this.wake());
  }

  /**
   * Waits until `look` finds something.
   * @param limit wall time, ms
   * @returns undefined when the time has run out
   * @throws the signal's reason, and whatever `look` throws
   */
  async until<T>(
    look: () => Promise<T | undefined>,
    limit: number,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const end = performance.now() + limit;
    while (performance.now() < end) {
      signal.throwIfAborted();
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      const found = await look();
      if (found !== undefined) return found;
      await Promise.race([woken, wait(lookEvery, signal)]);
      await wait(lookAtMostEvery, signal);
    }
    return undefined;
  }

  close(): void {
    this.socket.close();
  }
}

/** @throws the signal's reason */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
