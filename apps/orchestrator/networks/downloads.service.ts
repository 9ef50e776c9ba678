import { Inject, Injectable, Logger } from '@nestjs/common';
import { newId } from '#auth';
import type { Config } from '#config';
import type { RangeState } from '#exercise';
import type { Queues } from '#messaging';
import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { ProblemError } from '../http/problem.js';
import { CONFIG, QUEUES } from '../platform/tokens.js';
import { closeCode } from '../sockets/door.service.js';
import { RelayTickets, dialBackWithin } from '../terminal/relay-tickets.service.js';

/** Captures on their way to those who asked: the range's host dials back with one, and its bytes are passed on. */
@Injectable()
export class CaptureDownloads {
  private readonly logger = new Logger(CaptureDownloads.name);
  /** Per session, what takes the worker that dials back, and the end of the wait for it. */
  private readonly waiting = new Map<string, { take: (worker: WebSocket) => void; late: NodeJS.Timeout }>();

  constructor(
    private readonly tickets: RelayTickets,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Asks the range's host for a capture and sends it as the response's body.
   * @throws ProblemError 504 when the host does not answer, 404 when nothing was captured, 502 when it cannot be read
   */
  async send(exercise: string, range: RangeState, network: string, response: ServerResponse): Promise<void> {
    if (!range.host) throw new ProblemError(409, 'range-not-ready', 'The range is on no host yet.');
    const session = newId(20);
    const job = { exercise, range: range.id, network, session, relay: this.config.relayUrl };
    const arrival = this.await(session);
    try {
      // Together: while the job is still on its way, the wait may be over already.
      const [worker] = await Promise.all([arrival, this.queues.send(range.host, 'capture', job)]);
      await pass(worker, response, `${exercise}-${range.team}-${network}.pcap`);
    } finally {
      this.forget(session);
    }
  }

  /** Takes the socket of a worker that has shown its ticket. */
  arrived(session: string, worker: WebSocket): void {
    worker.on('error', (error) => this.logger.warn(`a worker's capture broke: ${error.message}`));
    const expected = this.waiting.get(session);
    if (expected) expected.take(worker);
    else worker.close(1000, 'nobody waits any more');
  }

  private await(session: string): Promise<WebSocket> {
    this.tickets.expect(session);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.forget(session);
        reject(new ProblemError(504, 'host-silent', 'The host of this range does not answer; try again.'));
      }, dialBackWithin);
      const take = (worker: WebSocket) => {
        // Nothing that comes at once may be lost before it is listened to.
        worker.pause();
        this.forget(session);
        resolve(worker);
      };
      this.waiting.set(session, { take, late });
    });
  }

  private forget(session: string): void {
    clearTimeout(this.waiting.get(session)?.late);
    this.waiting.delete(session);
    this.tickets.forget(session);
  }
}

/**
 * Passes bytes on no faster than they are taken. The status is known with the first byte, or with the close. Ends at once
 * when nobody waits for the response any more.
 */
function pass(worker: WebSocket, response: ServerResponse, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      worker.close(1000, 'nobody waits any more');
      // Its answer to that is read only by one that is not paused.
      worker.resume();
      resolve();
    };
    if (response.closed) return giveUp();
    response.on('close', giveUp);
    worker.on('message', (bytes: Buffer) => {
      if (response.closed) return;
      if (!response.headersSent) {
        response.setHeader('Content-Type', 'application/vnd.tcpdump.pcap');
        response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
        response.setHeader('Cache-Control', 'no-store');
        response.statusCode = 200;
      }
      if (!response.write(bytes)) {
        worker.pause();
        response.once('drain', () => worker.resume());
      }
    });
    worker.on('close', (code, reason) => {
      if (response.closed) return;
      if (code === 1000 && response.headersSent) response.end();
      // What is cut short must not look complete.
      else if (response.headersSent) response.destroy();
      else return reject(refusal(code, reason.toString()));
      resolve();
    });
    worker.resume();
  });
}

function refusal(code: number, reason: string): ProblemError {
  if (code === closeCode.notThere) return new ProblemError(404, 'capture-unknown', reason);
  return new ProblemError(
    502,
    'capture-unreadable',
    'The capture cannot be read; the log of its host knows more.',
  );
}
