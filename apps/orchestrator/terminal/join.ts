import type { WebSocket } from 'ws';
import { Pace } from './pace.js';
import { reasonOf } from '../sockets/socket.adapter.js';

/** A side that is this far behind, in bytes, makes the other wait. */
const mostBuffered = 1 << 20;
/**
 * Bytes in one direction: more than anyone reads or types, and a pasted file still passes at once. A program that prints
 * without end would else take the processors that all learners' answers come from.
 */
const rate = { perSecond: 1 << 20, atOnce: 4 << 20 };

/** Joins two sockets: what one sends the other gets, no faster than it takes it; when one closes, so does the other. */
export function join(a: WebSocket, b: WebSocket): void {
  forward(a, b);
  forward(b, a);
}

function forward(from: WebSocket, to: WebSocket): void {
  const pace = new Pace(rate.perSecond, rate.atOnce);
  let held: NodeJS.Timeout | undefined;
  const goOn = () => {
    if (!held && from.isPaused && to.bufferedAmount < mostBuffered / 2) from.resume();
  };
  from.on('message', (data: Buffer, binary: boolean) => {
    if (to.readyState !== to.OPEN) return;
    to.send(data, { binary }, goOn);
    const wait = pace.take(data.length, performance.now());
    if (wait > 0 && !held) {
      held = setTimeout(() => {
        held = undefined;
        goOn();
      }, wait);
    }
    if (held || to.bufferedAmount > mostBuffered) from.pause();
  });
  from.on('close', (code, reason) => {
    clearTimeout(held);
    // 1005 and 1006 say that there was no code; they must not be sent on (RFC 6455, 7.4.1).
    const sendable = code >= 3000 || (code >= 1000 && ![1004, 1005, 1006, 1015].includes(code));
    to.close(sendable ? code : 1001, reasonOf(reason.toString()));
  });
}
