import { EventEmitter } from 'node:events';
import type { Config } from '#config';
import type { RangeState } from '#exercise';
import type { Queues } from '#messaging';
import type { Settings } from '#persistence';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { dialBackWithin, RelayTickets } from '../terminal/relay-tickets.service.js';
import { CaptureDownloads } from './downloads.service.js';

class Worker extends EventEmitter {
  readonly closed: number[] = [];
  paused = false;
  pause = () => void (this.paused = true);
  resume = () => void (this.paused = false);
  close = (code: number) => void this.closed.push(code);
}

class Client extends EventEmitter {
  closed = false;
  headersSent = false;
  readonly body: string[] = [];
  constructor(private readonly takesMore = true) {
    super();
  }
  setHeader = () => undefined;
  set statusCode(_status: number) {
    this.headersSent = true;
  }
  end = () => void this.body.push('end');
  destroy = () => void this.body.push('cut');
  write = (bytes: Buffer) => {
    this.body.push(bytes.toString());
    return this.takesMore;
  };
  leave() {
    this.closed = true;
    this.emit('close');
  }
}

const range = { id: 'abcd1234', team: 't1', host: 'lab' } as RangeState;
const tickets = new RelayTickets({ secret: 's' } as Settings);

/** A download that has been asked for: its session, as soon as its job is in the queue, and its end. */
function ask(client: Client, put: () => Promise<void> = async () => undefined) {
  const sessions: string[] = [];
  const queues = {
    send: async (_host: string, _kind: string, job: { session: string }) => {
      sessions.push(job.session);
      await put();
    },
  } as unknown as Queues;
  const downloads = new CaptureDownloads(tickets, queues, { relayUrl: 'http://relay' } as Config);
  const done = downloads.send('e', range, 'lan', client as unknown as ServerResponse);
  const arrive = async (worker: Worker) => {
    downloads.arrived(sessions[0]!, worker as unknown as WebSocket);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { done, arrive };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a capture on its way', () => {
  it('is passed on to its end', async () => {
    const [client, worker] = [new Client(), new Worker()];
    const { done, arrive } = ask(client);
    await arrive(worker);
    worker.emit('message', Buffer.from('one'));
    worker.emit('message', Buffer.from('two'));
    worker.emit('close', 1000, Buffer.from('complete'));
    await done;
    expect(client.body).toEqual(['one', 'two', 'end']);
  });

  it.each([
    [4404, 'capture-unknown'],
    [1011, 'capture-unreadable'],
  ])('that the worker ends with %d before its first byte is %s', async (code, slug) => {
    const worker = new Worker();
    const { done, arrive } = ask(new Client());
    const ended = expect(done).rejects.toMatchObject({ slug });
    await arrive(worker);
    worker.emit('close', code, Buffer.from('why'));
    await ended;
  });

  it('does not look complete when it is cut short', async () => {
    const [client, worker] = [new Client(), new Worker()];
    const { done, arrive } = ask(client);
    await arrive(worker);
    worker.emit('message', Buffer.from('one'));
    worker.emit('close', 1006, Buffer.from(''));
    await done;
    expect(client.body).toEqual(['one', 'cut']);
  });

  it('is given up when the queue does not take the job, once and for all', async () => {
    const { done } = ask(new Client(), () => Promise.reject(new Error('the queue is away')));
    await expect(done).rejects.toThrow('the queue is away');
    // A wait that nobody is left for must not end in a rejection that nobody takes.
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up when the host is silent, though the queue is not done with the job yet', async () => {
    const { done } = ask(new Client(), () => new Promise(() => undefined));
    const ended = expect(done).rejects.toMatchObject({ slug: 'host-silent' });
    await vi.advanceTimersByTimeAsync(dialBackWithin);
    await ended;
  });

  it.each([
    ['before the worker came', 0],
    ['while it was sent', 1],
  ])('is ended on the worker when who asked left %s', async (_when, parts) => {
    const [client, worker] = [new Client(false), new Worker()];
    const { done, arrive } = ask(client);
    if (parts === 0) client.leave();
    await arrive(worker);
    if (parts > 0) {
      worker.emit('message', Buffer.from('one'));
      expect(worker.paused).toBe(true);
      client.leave();
    }
    await done;
    worker.emit('message', Buffer.from('late'));
    expect([worker.closed, worker.paused, client.body]).toEqual([[1000], false, parts ? ['one'] : []]);
  });
});
