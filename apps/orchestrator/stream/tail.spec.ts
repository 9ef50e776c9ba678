import { project, type ExerciseEvent, type NewEvent, type Viewer } from '#exercise';
import { describe, expect, it, vi } from 'vitest';
import { mostBuffered, Reader } from './reader.js';
import { Tail } from './tail.js';

const staff: Viewer = { staff: true, teams: [] };
const of = (...teams: string[]): Viewer => ({ staff: false, teams });

/** The log of an exercise in which teams answer, and now and then something happens to everyone. */
function logOf(length: number): ExerciseEvent[] {
  return Array.from({ length }, (_, index) => {
    const event: NewEvent =
      index % 10 === 0
        ? { type: 'clock.changed', payload: { speed: 1 + index } }
        : {
            type: 'answer.submitted',
            team: `t${index % 7}`,
            payload: { task: 'greet', answer: `chào ${index}`, correct: false },
          };
    const seq = index + 1;
    return { ...event, exercise: 'ex1', seq, at: seq, clock: seq, v: 1, actor: 'someone' } as ExerciseEvent;
  });
}

const readFrom = (log: readonly ExerciseEvent[]) =>
  vi.fn((after: number, limit: number) => Promise.resolve(log.slice(after, after + limit)));

/** A client that fetches what it is sent at once, or not at all while it sleeps. */
class Client {
  asleep = false;
  writableLength = 0;
  private readonly parts: Buffer[] = [];
  readonly reader: Reader;

  constructor(viewer: Viewer, seq = 0, account = 'someone') {
    const write = (bytes: Buffer): boolean => {
      this.parts.push(bytes);
      if (this.asleep) this.writableLength += bytes.length;
      return !this.asleep;
    };
    const wire = { write, get writableLength() { return length(); } } as never; // prettier-ignore
    const length = () => this.writableLength;
    const door = { readyState: 1, OPEN: 1, close: vi.fn(), terminate: vi.fn(), ping: vi.fn() } as never;
    this.reader = new Reader(door, wire, account, viewer, seq);
  }

  wakeUp(): void {
    this.asleep = false;
    this.writableLength = 0;
  }

  /** What came, read as the protocol has it. */
  get messages(): unknown[] {
    const bytes = Buffer.concat(this.parts);
    const found: unknown[] = [];
    for (let at = 0; at < bytes.length;) {
      expect(bytes[at]).toBe(0x81);
      const short = bytes[at + 1]!;
      const [head, size] = short < 126 ? [2, short] : [4, bytes.readUInt16BE(at + 2)];
      found.push(JSON.parse(bytes.subarray(at + head, at + head + size).toString()));
      at += head + size;
    }
    return found;
  }
}

const fail = (error: Error): void => expect.unreachable(error.message);
const shownTo = (viewer: Viewer, log: readonly ExerciseEvent[]) =>
  log.flatMap((event) => project(event, viewer) ?? []);

describe('a tail', () => {
  it('reads the log once for all who look, and brings each what they may see, in order', async () => {
    const log = logOf(1_300);
    const read = readFrom(log);
    const tail = new Tail(0, read, fail);
    const viewers = [staff, of('t1'), of('t2', 't3'), of(), of('t1'), staff];
    const clients = viewers.map((viewer) => new Client(viewer));
    for (const { reader } of clients) tail.add(reader);
    tail.hear(1_300);
    for (const [index, client] of clients.entries()) {
      const expected = shownTo(viewers[index]!, log);
      await expect.poll(() => client.messages.length).toBe(expected.length);
      expect(client.messages).toEqual(expected);
    }
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('brings what was appended here without reading it, and fills what is missing before it', async () => {
    const log = logOf(40);
    const read = readFrom(log);
    const tail = new Tail(0, read, fail);
    const client = new Client(staff);
    tail.add(client.reader);
    tail.offer(log.slice(0, 10));
    tail.offer(log.slice(10, 12));
    await expect.poll(() => client.messages.length).toBe(12);
    expect(read).not.toHaveBeenCalled();
    // Another process appended 13 to 20.
    tail.offer(log.slice(20, 30));
    tail.offer(log.slice(30, 40));
    await expect.poll(() => client.messages).toEqual(log);
    expect(read.mock.calls).toEqual([[12, 8]]);
  });

  it('brings nothing twice, whatever it is told', async () => {
    const log = logOf(30);
    const tail = new Tail(0, readFrom(log), fail);
    const client = new Client(staff);
    tail.add(client.reader);
    tail.hear(30);
    tail.offer(log.slice(0, 5));
    tail.offer(log.slice(5, 30));
    tail.look();
    await expect.poll(() => client.messages.length).toBe(30);
    tail.offer(log.slice(20, 30));
    tail.hear(30);
    tail.look();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.messages).toEqual(log);
  });

  it('begins for each where they are, and waits with those who are ahead', async () => {
    const log = logOf(1_200);
    const tail = new Tail(700, readFrom(log), fail);
    const begins = [0, 3, 499, 500, 501, 699, 700, 705];
    const clients = begins.map((seq) => new Client(staff, seq));
    for (const { reader } of clients) tail.add(reader);
    tail.hear(1_200);
    for (const [index, client] of clients.entries()) {
      const expected = log.slice(begins[index]);
      await expect.poll(() => client.messages.length).toBe(expected.length);
      expect(client.messages).toEqual(expected);
    }
  });

  it('sends a client that does not fetch no more than it bears, holds no one up, and loses it nothing', async () => {
    const log = logOf(20_000);
    const tail = new Tail(0, readFrom(log), fail);
    const [slow, quick] = [new Client(staff), new Client(staff)];
    slow.asleep = true;
    for (const { reader } of [slow, quick]) tail.add(reader);
    tail.hear(20_000);
    await expect.poll(() => quick.reader.seq, { timeout: 10_000 }).toBe(20_000);
    const [held, of] = [slow.writableLength, slow.messages.length];
    expect(held).toBeGreaterThanOrEqual(mostBuffered);
    // What it was sent last may exceed the bound, but is no more than a page.
    expect(held).toBeLessThan(2 * mostBuffered);
    expect(of).toBeLessThan(20_000);
    slow.wakeUp();
    await tail.catchUp(slow.reader);
    expect(slow.messages).toEqual(log);
    expect(quick.messages).toEqual(log);
  });

  it('shows who joins a team what is about it from then on', async () => {
    const log = logOf(30);
    log[14] = {
      ...log[14]!,
      type: 'member.joined',
      team: 't1',
      payload: { account: 'ann' },
    } as ExerciseEvent;
    const tail = new Tail(0, readFrom(log), fail);
    const [ann, bob] = [new Client(of('t2'), 0, 'ann'), new Client(of('t2'), 0, 'bob')];
    for (const { reader } of [ann, bob]) tail.add(reader);
    tail.offer(log.slice(0, 14));
    await expect.poll(() => ann.reader.seq).toBe(14);
    tail.offer(log.slice(14));
    await expect.poll(() => ann.reader.seq).toBe(30);
    expect(ann.messages).toEqual([
      ...shownTo(of('t2'), log.slice(0, 14)),
      ...shownTo(of('t1', 't2'), log.slice(14)),
    ]);
    expect(bob.messages).toEqual(shownTo(of('t2'), log));
  });

  it('says why the log could not be read, and goes on when it is looked at next', async () => {
    const log = logOf(20);
    const read = vi
      .fn()
      .mockRejectedValueOnce(new Error('connection lost'))
      .mockImplementation(readFrom(log));
    const failed = vi.fn();
    const tail = new Tail(0, read, failed);
    const client = new Client(staff);
    tail.add(client.reader);
    tail.hear(20);
    await expect.poll(() => failed.mock.calls.length).toBe(1);
    expect(failed.mock.calls[0]![0].message).toBe('connection lost');
    tail.look();
    await expect.poll(() => client.messages).toEqual(log);
  });

  it('reads a page once for a crowd that comes from the same place, and one at a time', async () => {
    const log = logOf(2_000);
    let [now, most] = [0, 0];
    const read = vi.fn(async (after: number, limit: number) => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      return log.slice(after, after + limit);
    });
    const tail = new Tail(2_000, read, fail);
    const clients = Array.from({ length: 100 }, (_, n) => new Client(staff, n));
    for (const { reader } of clients) tail.add(reader);
    for (const [n, client] of clients.entries()) {
      await expect.poll(() => client.messages.length).toBe(2_000 - n);
    }
    expect(read).toHaveBeenCalledTimes(4);
    expect(most).toBe(1);
  });

  it('tells what is not in the log to those whom it is for', () => {
    const tail = new Tail(0, readFrom([]), fail);
    const clients = [staff, of('t1'), of('t2')].map((viewer) => new Client(viewer));
    for (const { reader } of clients) tail.add(reader);
    tail.tell({ kind: 'progress', team: 't1', range: 'r1', text: 'pulling' });
    const told = [{ type: 'progress', team: 't1', range: 'r1', text: 'pulling' }];
    expect(clients.map(({ messages }) => messages)).toEqual([told, told, []]);
  });
});
