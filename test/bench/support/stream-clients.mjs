// Many clients of a stream in a process of their own. Plain JavaScript: Node runs it as it is.
import { WebSocket } from 'ws';

/** How many connect at a time. */
const atOnce = 50;

const sockets = [];
let [expected, missing, counts] = [0, 0, []];

process.on('message', (message) => {
  if (message.open) void open(message.open.url, message.open.headers);
  if (message.expect) expectEach(message.expect);
});

/** Opens a client for each of the headers. */
async function open(url, headers) {
  const waiting = [...headers.entries()];
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await connect(url, ...next);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  process.send({ opened: sockets.length });
}

function connect(url, index, headers) {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  sockets.push(socket);
  socket.on('message', () => {
    counts[index] += 1;
    if (counts[index] > expected) fail(`client ${index} was sent more than ${expected} messages`);
    if (counts[index] === expected && --missing === 0) process.send({ got: now() });
  });
  socket.on('close', (code, reason) => fail(`client ${index} was closed: ${code} ${reason}`));
  return new Promise((resolve) => socket.once('open', resolve));
}

/** From now on each client is to get so many messages. */
function expectEach(count) {
  expected = count;
  missing = sockets.length;
  counts = new Array(sockets.length).fill(0);
  process.send({ ready: true });
}

function fail(reason) {
  process.send({ failed: reason });
}

/** Wall time, ms with fractions; every process of the machine has the same. */
const now = () => performance.timeOrigin + performance.now();
