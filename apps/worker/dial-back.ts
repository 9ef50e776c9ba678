import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';

/** What is brought to the orchestrator over a socket of its own. */
export type DialBackKind = 'terminal' | 'capture';

const handshakeMs = 10_000;
const mostAtOnce = 1 << 20;

/**
 * Dials back to the orchestrator for a session that it asked for. Either side makes the session's ticket from the
 * installation's secret, so that none lies in the queue.
 * @param opened called as soon as the socket is open, before anything can come in
 * @throws when the orchestrator cannot be reached or does not know the session
 */
export function dialBack(
  secret: string,
  kind: DialBackKind,
  { relay, session }: { relay: string; session: string },
  opened: (socket: WebSocket) => void,
): Promise<WebSocket> {
  const ticket = createHmac('sha256', secret).update(`${kind}/${session}`).digest('base64url');
  const url = `${relay.replace(/^http/, 'ws')}/internal/${kind}?session=${session}`;
  const socket = new WebSocket(url, [`vocr.ticket.${ticket}`], {
    handshakeTimeout: handshakeMs,
    maxPayload: mostAtOnce,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      opened(socket);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
