import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delayOf, ExerciseStream, type Connection, type Socket } from './exercise-stream.js';
import { isLogged } from './stream-message.js';

class TestSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  closed = false;
  constructor(readonly after: number) {}
  close() {
    this.closed = true;
  }
  event(seq: number) {
    this.onmessage?.({ data: JSON.stringify({ seq, type: 'task.solved', payload: {} }) });
  }
}

function begin(after = 0) {
  const sockets: TestSocket[] = [];
  const heard: (number | string)[] = [];
  const connections: Connection['is'][] = [];
  const stream = new ExerciseStream({
    after,
    open: (seq) => {
      const socket = new TestSocket(seq);
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => heard.push(isLogged(message) ? message.seq : message.type),
    onConnection: ({ is }) => connections.push(is),
  });
  return { stream, sockets, heard, connections };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('ExerciseStream', () => {
  it('goes on from the last event after a break: nothing lost, nothing twice', () => {
    const { sockets, heard, connections } = begin(3);
    sockets[0]!.onopen?.();
    sockets[0]!.event(4);
    sockets[0]!.event(7);
    sockets[0]!.onclose?.({ code: 1006, reason: '' });
    vi.advanceTimersByTime(1_000);
    expect(sockets.map(({ after }) => after)).toEqual([3, 7]);
    sockets[1]!.onopen?.();
    sockets[1]!.event(7);
    sockets[1]!.event(8);
    expect(heard).toEqual([4, 7, 8]);
    expect(connections).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('passes on what is transient, which moves no seq', () => {
    const { sockets, heard } = begin();
    sockets[0]!.onmessage?.({ data: '{"type":"progress","range":"r","phase":"images"}' });
    sockets[0]!.onclose?.({ code: 1012, reason: '' });
    vi.advanceTimersByTime(1_000);
    expect([heard, sockets[1]!.after]).toEqual([['progress'], 0]);
  });

  it.each([4400, 4401, 4403, 4404, 4409])('does not come back after %d', (code) => {
    const { sockets, connections } = begin();
    sockets[0]!.onclose?.({ code, reason: 'no' });
    vi.advanceTimersByTime(120_000);
    expect([sockets.length, connections.at(-1)]).toEqual([1, 'refused']);
  });

  it('keeps trying, and hurries when it is told that the network is back', () => {
    const { stream, sockets } = begin();
    for (let n = 0; n < 8; n += 1) {
      sockets.at(-1)!.onclose?.({ code: 1006, reason: '' });
      vi.advanceTimersByTime(15_000);
    }
    expect(sockets.length).toBe(9);
    sockets.at(-1)!.onclose?.({ code: 1006, reason: '' });
    stream.hurry();
    expect(sockets.length).toBe(10);
    vi.advanceTimersByTime(60_000);
    expect(sockets.length).toBe(10);
  });

  it('is silent once closed', () => {
    const { stream, sockets, heard } = begin();
    stream.close();
    sockets[0]!.event(1);
    sockets[0]!.onclose?.({ code: 1006, reason: '' });
    vi.advanceTimersByTime(60_000);
    expect([heard, sockets.length, sockets[0]!.closed]).toEqual([[], 1, true]);
  });
});

describe('delayOf', () => {
  it('doubles from half a second up to 15 seconds, and is spread by half', () => {
    expect([0, 1, 2, 5, 20].map((n) => delayOf(n, 1))).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
    expect(delayOf(20, 0)).toBe(7_500);
  });
});
