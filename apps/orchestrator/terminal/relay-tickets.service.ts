import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '#persistence';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SETTINGS } from '../platform/tokens.js';

/** How long a worker has to dial back, in milliseconds. */
export const dialBackWithin = 30_000;

/**
 * The tickets with which workers dial back. Both sides make a session's ticket from the installation's secret, so that
 * none goes through the queue; this side counts which sessions still wait for one.
 */
@Injectable()
export class RelayTickets {
  private readonly awaited = new Map<string, number>();

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Waits for a session's worker from now on. */
  expect(session: string): void {
    this.awaited.set(session, Date.now() + dialBackWithin);
  }

  forget(session: string): void {
    this.awaited.delete(session);
  }

  /** Takes a session's ticket: true once, for the right one, in time. */
  take(session: string, ticket: string, purpose: 'terminal' | 'capture' = 'terminal'): boolean {
    const until = this.awaited.get(session);
    if (until === undefined || until < Date.now()) return false;
    const right = createHmac('sha256', this.settings.secret).update(`${purpose}/${session}`).digest();
    const shown = Buffer.from(ticket, 'base64url');
    if (shown.length !== right.length || !timingSafeEqual(shown, right)) return false;
    return this.awaited.delete(session);
  }
}
