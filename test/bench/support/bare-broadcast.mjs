// A bare broadcast, as the documentation of `ws` has it: what comes by POST is sent to every client.
import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

const http = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const count = Number(new URL(request.url, 'http://local').searchParams.get('count'));
    const message = Buffer.concat(parts);
    const begun = performance.timeOrigin + performance.now();
    for (let n = 0; n < count; n += 1) {
      for (const client of server.clients) {
        if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
      }
      await nextTurn();
    }
    response.end(String(begun));
  });
});
const server = new WebSocketServer({ server: http });
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
