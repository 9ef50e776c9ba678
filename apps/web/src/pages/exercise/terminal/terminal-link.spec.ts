import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TerminalLink, type LinkState, type TerminalSocket } from './terminal-link.js';

class TestSocket implements TerminalSocket {
  readyState = 0;
  onopen: TerminalSocket['onopen'] = null;
  onmessage: TerminalSocket['onmessage'] = null;
  onclose: TerminalSocket['onclose'] = null;
  readonly sent: (string | number[])[] = [];
  send(data: string | Uint8Array<ArrayBuffer>) {
    this.sent.push(typeof data === 'string' ? data : [...data]);
  }
  close() {
    this.readyState = 3;
  }
  opened() {
    this.readyState = 1;
    this.onopen?.();
  }
  broken(code: number, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

function begin() {
  const sockets: TestSocket[] = [];
  const shown: number[][] = [];
  const states: LinkState[] = [];
  const link = new TerminalLink({
    open: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    onData: (data) => shown.push([...data]),
    onState: (state) => states.push(state),
    size: () => [100, 30],
  });
  return { link, sockets, shown, states };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('TerminalLink', () => {
  it('tells the size as soon as it is open, and at every change', () => {
    const { link, sockets } = begin();
    link.resized();
    sockets[0]!.opened();
    link.resized();
    expect(sockets[0]!.sent).toEqual(['{"resize":[100,30]}', '{"resize":[100,30]}']);
  });

  it('carries bytes both ways: text as UTF-8, mouse reports as they are', () => {
    const { link, sockets, shown } = begin();
    sockets[0]!.opened();
    link.type('ệ\r');
    link.typeBytes('\x1b[M\xff');
    sockets[0]!.onmessage?.({ data: Uint8Array.of(1, 200).buffer });
    sockets[0]!.onmessage?.({ data: 'no bytes' });
    expect(sockets[0]!.sent.slice(1)).toEqual([
      [0xe1, 0xbb, 0x87, 13],
      [0x1b, 0x5b, 0x4d, 0xff],
    ]);
    expect(shown).toEqual([[1, 200]]);
  });

  it.each([1001, 1006, 1011, 1012, 1013])('connects again after %d, and says why', (code) => {
    const { sockets, states } = begin();
    sockets[0]!.opened();
    sockets[0]!.broken(code, 'the host is gone');
    expect(states.at(-1)).toEqual({ is: 'waiting', reason: 'the host is gone' });
    vi.advanceTimersByTime(1_000);
    expect([sockets.length, states.at(-1)?.is]).toEqual([2, 'connecting']);
  });

  it.each([1000, 4401, 4403, 4404])('waits for the person after %d', (code) => {
    const { link, sockets, states } = begin();
    sockets[0]!.broken(code, 'over');
    vi.advanceTimersByTime(120_000);
    expect([sockets.length, states.at(-1)]).toEqual([
      1,
      { is: 'ended', left: code === 1000, reason: 'over' },
    ]);
    link.again();
    expect(sockets.length).toBe(2);
  });

  it('opens another at Enter once it has ended, and at nothing else', () => {
    const { link, sockets } = begin();
    sockets[0]!.opened();
    link.type('\r');
    sockets[0]!.broken(1000);
    link.type('x');
    expect([sockets.length, sockets[0]!.sent.slice(1)]).toEqual([1, [[13]]]);
    link.type('\r');
    sockets[1]!.opened();
    link.type('\r');
    expect([sockets.length, sockets[1]!.sent.slice(1)]).toEqual([2, [[13]]]);
  });

  it('stops trying by itself after a while', () => {
    const { sockets, states } = begin();
    for (let n = 0; n < 20; n += 1) {
      if (states.at(-1)?.is === 'ended') break;
      sockets.at(-1)!.broken(1013);
      vi.advanceTimersByTime(15_000);
    }
    expect([sockets.length, states.at(-1)?.is]).toEqual([7, 'ended']);
  });

  it('does nothing more once closed', () => {
    const { link, sockets, states } = begin();
    link.close();
    sockets[0]!.broken(1006);
    vi.advanceTimersByTime(60_000);
    expect([sockets.length, states.length]).toEqual([1, 1]);
  });
});
