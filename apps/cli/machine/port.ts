import { createServer } from 'node:net';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';

/** Why nothing can listen there: the system's error code, or undefined when the port is free. */
export async function whyNotListen(
  address: string,
  port: number,
): Promise<{ code: string; message: string } | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve({ code: codeOf(error) ?? '', message: messageOf(error) }));
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Sees that the orchestrator will be able to listen.
 * @throws Problem naming the variable to change
 */
export async function demandPort(address: string, port: number): Promise<void> {
  const why = await whyNotListen(address, port);
  if (!why) return;
  if (why.code === 'EADDRINUSE') {
    throw new Problem(`Port ${port} on ${address} is in use by another program.`, {
      mend: `end that program (ss -ltnp 'sport = :${port}' names it), or choose another port: VOCR_PORT=${port + 1} npm start`,
    });
  }
  if (why.code === 'EACCES') {
    throw new Problem(`This user may not listen on port ${port}.`, {
      mend: 'set VOCR_PORT to a port above 1023',
    });
  }
  throw new Problem(`Nothing can listen on ${address}: ${why.message}.`, {
    mend: 'set VOCR_LISTEN to an address of this machine, such as 127.0.0.1',
  });
}

/** The port if it is free on loopback, else undefined. */
export async function freePort(port: number): Promise<number | undefined> {
  return (await whyNotListen('127.0.0.1', port)) ? undefined : port;
}

/** Ports below those that Linux gives to outgoing connections, which come and go while a program gets ready to listen. */
const lasting = { first: 20_000, count: 12_000 };
let next = lasting.first + ((process.pid * 13) % lasting.count);

/**
 * A port that is free on loopback. Each process begins to look elsewhere, so that those that choose at the same time, and listen
 * only later, do not choose the same.
 */
export async function anyFreePort(): Promise<number | undefined> {
  for (let tried = 0; tried < lasting.count; tried++) {
    const port = next;
    next = lasting.first + ((next + 1 - lasting.first) % lasting.count);
    if (await freePort(port)) return port;
  }
  return undefined;
}
