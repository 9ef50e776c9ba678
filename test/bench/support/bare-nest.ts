import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A bare Nest in a process of its own, with the route of answers. */
export interface BareNest {
  url: string;
  stop(): Promise<void>;
}

/** @throws Error when it ends before it listens; what it says is on standard error */
export async function startBareNest(): Promise<BareNest> {
  const child = fork(join(import.meta.dirname, 'bare-nest.mjs'), { execArgv: [] });
  const listening = once(child, 'message').then(([message]) => message as { url: string });
  const ended = once(child, 'exit').then(([code]) => Number(code));
  const first = await Promise.race([listening, ended]);
  if (typeof first === 'number') throw new Error(`the bare Nest has ended with ${first}`);
  return {
    url: first.url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
