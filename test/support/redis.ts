import { Redis } from 'ioredis';
import { fromTestRun } from './environment.js';

/** A Redis database of one's own. */
export interface FreshRedis {
  url: string;
  /** Empties it. */
  drop(): Promise<void>;
}

/** Hands out an empty logical database that no other test of this run has. */
export async function freshRedis(): Promise<FreshRedis> {
  const server = fromTestRun('VOCR_TEST_REDIS_URL');
  const admin = new Redis(server);
  try {
    const [, databases] = (await admin.config('GET', 'databases')) as [string, string];
    const taken = await admin.incr('vocr.test.databases');
    if (taken >= Number(databases))
      throw new Error(`all ${databases} databases of the Redis at ${server} are taken`);
    const url = `${server}/${taken}`;
    await flush(url);
    return { url, drop: () => flush(url) };
  } finally {
    admin.disconnect();
  }
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  try {
    await redis.flushdb();
  } finally {
    redis.disconnect();
  }
}
