import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Told {
  opened?: number;
  ready?: true;
  got?: number;
  failed?: string;
}

/** Clients of a stream, in processes of their own, so that what they do takes nothing from who serves them. */
export class StreamCrowd {
  private constructor(private readonly processes: readonly ChildProcess[]) {}

  /** @param headers those of each client @param processes over how many they are spread */
  static async open(url: string, headers: readonly object[], processes: number): Promise<StreamCrowd> {
    const script = join(import.meta.dirname, 'stream-clients.mjs');
    const crowd = new StreamCrowd(Array.from({ length: processes }, () => fork(script)));
    await crowd.each((child, index) => {
      child.send({ open: { url, headers: headers.filter((_, n) => n % processes === index) } });
      return told(child, 'opened');
    });
    return crowd;
  }

  /**
   * Waits until each client has got so many messages.
   * @param cause makes them come, and gives the wall time at which they began to, ms
   * @returns from then until the last client had its last, ms
   */
  async timeOf(count: number, cause: () => Promise<number>): Promise<number> {
    await this.each((child) => {
      child.send({ expect: count });
      return told(child, 'ready');
    });
    const all = this.each((child) => told(child, 'got'));
    const begun = await cause();
    return Math.max(...(await all)) - begun;
  }

  async close(): Promise<void> {
    await this.each(async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });
  }

  private each<T>(work: (child: ChildProcess, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.processes.map(work));
  }
}

/** The next time that a process says something of this kind. @throws Error when it says that it failed */
function told<K extends 'opened' | 'ready' | 'got'>(child: ChildProcess, kind: K): Promise<number> {
  return new Promise((resolve, reject) => {
    const listen = (message: Told) => {
      if (message.failed === undefined && message[kind] === undefined) return;
      child.off('message', listen);
      if (message.failed === undefined) resolve(Number(message[kind]));
      else reject(new Error(message.failed));
    };
    child.on('message', listen);
  });
}
