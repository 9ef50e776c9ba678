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

/** The port if it is free on loopback (0: any), else undefined. */
export async function freePort(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
