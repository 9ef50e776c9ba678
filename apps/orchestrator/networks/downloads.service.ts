import { Inject, Injectable, Logger } from '@nestjs/common';
import { newId } from '#auth';
import type { Config } from '#config';
import type { RangeState } from '#exercise';
import type { Queues } from '#messaging';
import type { Response } from 'express';
import type { WebSocket } from 'ws';
import { ProblemError } from '../http/problem.js';
import { CONFIG, QUEUES } from '../platform/tokens.js';
import { closeCode } from '../sockets/door.service.js';
import { RelayTickets, dialBackWithin } from '../terminal/relay-tickets.service.js';

/** Captures on their way to those who asked: the range's host dials back with one, and its bytes are passed on. */
@Injectable()
export class CaptureDownloads {
  private readonly logger = new Logger(CaptureDownloads.name);
  /** Per session, what takes the worker that dials back. */
  private readonly waiting = new Map<string, (worker: WebSocket) => void>();

  constructor(
    private readonly tickets: RelayTickets,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Asks the range's host for a capture and sends it as the response's body.
   * @throws ProblemError 504 when the host does not answer, 404 when nothing was captured, 502 when it cannot be read
   */
  async send(exercise: string, range: RangeState, network: string, response: Response): Promise<void> {
    if (!range.host) throw new ProblemError(409, 'range-not-ready', 'The range is on no host yet.');
    const session = newId(20);
    const arrival = this.await(session);
    const job = { exercise, range: range.id, network, session, relay: this.config.relayUrl };
    try {
      await this.queues.send(range.host, 'capture', job);
    } catch (error) {
      this.forget(session);
      throw error;
    }
    const name = `${exercise}-${range.team}-${network}.pcap`;
    await pass(await arrival, response, name);
  }

  /** Takes the socket of a worker that has shown its ticket. */
  arrived(session: string, worker: WebSocket): void {
    worker.on('error', (error) => this.logger.warn(`a worker's capture broke: ${error.message}`));
    const take = this.waiting.get(session);
    if (take) take(worker);
    else worker.close(1000, 'nobody waits any more');
  }

  private await(session: string): Promise<WebSocket> {
    this.tickets.expect(session);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.forget(session);
        reject(new ProblemError(504, 'host-silent', 'The host of this range does not answer; try again.'));
      }, dialBackWithin);
      this.waiting.set(session, (worker) => {
        clearTimeout(late);
        // Nothing that comes at once may be lost before it is listened to.
        worker.pause();
        this.forget(session);
        resolve(worker);
      });
    });
  }

  private forget(session: string): void {
    this.waiting.delete(session);
    this.tickets.forget(session);
  }
}

/** Passes bytes on no faster than they are taken. The status is known with the first byte, or with the close. */
function pass(worker: WebSocket, response: Response, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (bytes: Buffer) => {
      if (!response.headersSent) {
        response.setHeader('Content-Type', 'application/vnd.tcpdump.pcap');
        response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
        response.setHeader('Cache-Control', 'no-store');
        response.status(200);
      }
      if (!response.write(bytes)) {
        worker.pause();
        response.once('drain', () => worker.resume());
      }
    });
    worker.on('close', (code, reason) => {
      if (code === 1000 && response.headersSent) response.end();
      // What is cut short must not look complete.
      else if (response.headersSent) response.destroy();
      else return reject(refusal(code, reason.toString()));
      resolve();
    });
    response.on('close', () => worker.close(1000, 'nobody waits any more'));
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
