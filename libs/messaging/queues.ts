import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type Job,
  type Queue,
  type Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { z } from 'zod';
import { jobs, lanes, type JobData, type JobName, type Lane } from './catalogue.js';

/** How jobs of one name are sent; one with a priority comes after all that have none. */
interface Kind {
  lane: Lane;
  data: z.ZodType;
  attempts: number;
  priority?: number;
}

/** A try at a job. */
export interface Attempt {
  /** No further try follows when this one fails. */
  last: boolean;
}

/** What a worker does for each job: one handler a name, all of them. */
export type Handlers = { [N in JobName]: (data: JobData<N>, attempt: Attempt) => Promise<void> };

export interface ServeOptions {
  host: string;
  /** Jobs at once, per lane. */
  concurrency: Record<Lane, number>;
  /** Told of a job that failed for good, and of trouble with the queue itself. */
  onError(error: Error, about: string): void;
}

export interface Queues {
  /** Puts a job on a host's queue. @throws when data does not fit the catalogue, or the queue cannot be reached */
  send<N extends JobName>(host: string, name: N, data: JobData<N>): Promise<void>;
  /** Starts to take a host's jobs. */
  serve(handlers: Handlers, options: ServeOptions): Promise<void>;
  /** Jobs that wait in a host's lane. */
  waiting(host: string, lane: Lane): Promise<number>;
  /** @throws when the queue does not answer */
  ping(): Promise<void>;
  /** Stops taking jobs, waits for those at work, and disconnects. */
  close(): Promise<void>;
}

/**
 * Opens the queues: on Redis when its URL is given, else on PostgreSQL.
 * @param prefix keeps installations that share one server apart
 */
export function openQueues(
  at: { redisUrl?: string; databaseUrl: string },
  prefix: string,
  onError: (error: Error, about: string) => void,
): Queues {
  const backend = at.redisUrl === undefined ? onPostgres(at.databaseUrl) : onRedis(at.redisUrl, onError);
  const queues = new Map<string, Queue>();
  const workers: Worker[] = [];

  const queue = (host: string, lane: Lane): Queue => {
    const name = `${prefix}-${host}-${lane}`;
    const known = queues.get(name);
    if (known) return known;
    const made = backend.queue(name);
    made.on('error', (error) => onError(error, `queue ${name}`));
    queues.set(name, made);
    // What could not connect when it was made never tries again by itself: whoever asks next gets a new one.
    made.waitUntilReady().catch(() => {
      if (queues.get(name) === made) queues.delete(name);
      made.close().catch((error: Error) => onError(error, `closing queue ${name}`));
    });
    return made;
  };

  return {
    async send(host, name, data) {
      const { lane, data: schema, attempts, priority }: Kind = jobs[name];
      await queue(host, lane).add(name, schema.parse(data), {
        attempts,
        ...(priority === undefined ? {} : { priority }),
        backoff: { type: 'exponential', delay: 2_000 },
        removeOnComplete: true,
        removeOnFail: { age: 24 * 3600, count: 1_000 },
      });
    },
    async serve(handlers, { host, concurrency, onError: failed }) {
      for (const lane of lanes) {
        const name = `${prefix}-${host}-${lane}`;
        const worker = backend.worker(name, (job) => run(job, handlers), concurrency[lane]);
        worker.on('error', (error) => failed(error, `queue ${name}`));
        worker.on('failed', (job, error) => {
          // A try that another follows has no end of its own.
          if (!job || job.finishedOn) failed(error, `job ${job?.name} ${JSON.stringify(job?.data)}`);
        });
        workers.push(worker);
        await worker.waitUntilReady();
      }
    },
    // Those with a priority are counted apart.
    waiting: (host, lane) => queue(host, lane).getJobCountByTypes('waiting', 'prioritized'),
    async ping() {
      await queue('ping', 'prompt').getWaitingCount();
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((made) => made.close()));
      await backend.close();
    },
  };
}

async function run(job: Job, handlers: Handlers): Promise<void> {
  const name = job.name as JobName;
  const kind = jobs[name];
  if (!kind) throw new Error(`there is no job ${job.name}: is this worker older than what sent it?`);
  const handler = handlers[name] as (data: unknown, attempt: Attempt) => Promise<void>;
  await handler(kind.data.parse(job.data), { last: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) });
}

interface Backend {
  queue(name: string): Queue;
  worker(name: string, work: (job: Job) => Promise<void>, concurrency: number): Worker;
  close(): Promise<void>;
}

/** How often a job may lose its worker: all jobs may be run again, so it is no reason to give one up. */
const maxStalledCount = 100;

/** A job whose worker died is taken up again after this many milliseconds. */
const lockDuration = 15_000;

function onRedis(url: string, onError: (error: Error, about: string) => void): Backend {
  const { Queue, Worker } = withBackend(createRedisBackend);
  const connections: Redis[] = [];
  const connect = (maxRetriesPerRequest: number | null) => {
    const made = new Redis(url, { maxRetriesPerRequest });
    made.on('error', (error) => onError(error, 'Redis'));
    connections.push(made);
    return made;
  };
  // Who sends is told within a second that Redis is not there; a worker waits until it is back.
  let [sending, working]: (Redis | undefined)[] = [];
  return {
    queue: (name) =>
      new Queue(name, {
        connection: (sending ??= connect(3)),
        skipWaitingForReady: true,
      }) as unknown as Queue,
    worker: (name, work, concurrency) =>
      new Worker(name, work, {
        connection: (working ??= connect(null)),
        concurrency,
        lockDuration,
        stalledInterval: 5_000,
        maxStalledCount,
      }) as unknown as Worker,
    close: async () => {
      for (const made of connections) {
        if (made.status === 'ready') await made.quit();
        else made.disconnect();
      }
    },
  };
}

function onPostgres(connectionString: string): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString, schema: 'queue', max: 4, migrate: true };
  return {
    queue: (name) => new Queue(name, { connection }) as unknown as Queue,
    worker: (name, work, concurrency) =>
      new Worker(name, work, {
        connection,
        concurrency,
        lockDuration,
        stalledInterval: 5_000,
        maxStalledCount,
      }) as unknown as Worker,
    close: async () => undefined,
  };
}
