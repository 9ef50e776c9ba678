import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';

/** A socket in front of the engine's, which can be cut and healed while the engine itself runs on. */
export interface EngineProxy {
  /** For `DOCKER_HOST`. */
  host: string;
  /** From now on the engine is away: who is connected is hung up on, and nobody gets in. */
  cut(): Promise<void>;
  /** The engine is back. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Puts a unix socket in front of the engine's. */
export async function startEngineProxy(): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-engine-'));
  const path = join(folder, 'engine.sock');
  const real = new URL(readConfig(process.env).engine.host ?? 'unix:///var/run/docker.sock');
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const admit = (client: Socket) => {
    const engine =
      real.protocol === 'unix:' ? connect(real.pathname) : connect(Number(real.port), real.hostname);
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(one);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      // Hanging up in the middle is what this is for.
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  };
  const heal = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer({ allowHalfOpen: true }, admit);
      server.once('error', reject);
      server.listen(path, resolve);
    });
  const cut = async () => {
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = undefined;
  };
  await heal();
  return {
    host: `unix://${path}`,
    cut,
    heal,
    async close() {
      await cut();
      await rm(folder, { recursive: true });
    },
  };
}
