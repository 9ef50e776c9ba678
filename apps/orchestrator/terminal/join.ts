import type { WebSocket } from 'ws';
import { reasonOf } from '../sockets/socket.adapter.js';

/** A side that is this far behind, in bytes, makes the other wait. */
const mostBuffered = 1 << 20;

/** Joins two sockets: what one sends the other gets, no faster than it takes it; when one closes, so does the other. */
export function join(a: WebSocket, b: WebSocket): void {
  forward(a, b);
  forward(b, a);
}

function forward(from: WebSocket, to: WebSocket): void {
  from.on('message', (data: Buffer, binary: boolean) => {
    if (to.readyState !== to.OPEN) return;
    to.send(data, { binary }, () => {
      if (from.isPaused && to.bufferedAmount < mostBuffered / 2) from.resume();
    });
    if (to.bufferedAmount > mostBuffered) from.pause();
  });
  from.on('close', (code, reason) => {
    // 1005 and 1006 say that there was no code; they must not be sent on (RFC 6455, 7.4.1).
    const sendable = code >= 3000 || (code >= 1000 && ![1004, 1005, 1006, 1015].includes(code));
    to.close(sendable ? code : 1001, reasonOf(reason.toString()));
  });
}
