import type { Conversation, ExecRequest, ExecResult } from './engine-model.js';
import { EngineError } from './errors.js';
import { defaultLimit } from './exec-output.js';
import { helperServer } from './helper-server.js';

/** Wall time beyond a request's own after which whoever should answer is no longer believed to live, ms. */
const graceMs = 5_000;
const newline = 0x0a;

interface Pending {
  answer(result: ExecResult): void;
  fail(why: string): void;
}

/** Starts a process that is talked with, as `Engine.converse` does in one container. */
export type Converse = (command: string[], onOutput: (bytes: Buffer) => void) => Promise<Conversation>;

/**
 * Commands in the host helper through one process that stays, instead of one made by the engine for each. It is started
 * with the first command, and anew with the next one after it was lost; commands that were under way then fail.
 */
export class HelperSession {
  private current: Promise<Line> | undefined;
  private closed = false;

  constructor(private readonly converse: Converse) {}

  /**
   * Runs one command without a shell. `user` is always the helper's root.
   * @throws EngineError when the helper cannot be reached, or was lost before the command had ended
   */
  async command(request: ExecRequest): Promise<ExecResult> {
    if (this.closed) throw new EngineError('the host helper is no longer talked with');
    const line = await (this.current ??= this.open());
    return line.ask(request);
  }

  /** Whether the process was talked with and lives. */
  async isAlive(): Promise<boolean> {
    if (!this.current) return false;
    return this.current.then(
      (line) => line.isOpen,
      () => false,
    );
  }

  close(): void {
    this.closed = true;
    this.current?.then(
      (line) => line.close(),
      () => undefined,
    );
  }

  private open(): Promise<Line> {
    const lost = () => {
      if (this.current === opening) this.current = undefined;
    };
    const opening: Promise<Line> = Line.open(this.converse, lost).catch((error: unknown) => {
      lost();
      throw error;
    });
    return opening;
  }
}

/** One conversation with the helper's server. */
class Line {
  private readonly pending = new Map<string, Pending>();
  private received: Buffer[] = [];
  private receivedLength = 0;
  private wanted = 0;
  private count = 0;
  private conversation!: Conversation;
  isOpen = true;

  static async open(converse: Converse, onEnd: () => void): Promise<Line> {
    const line = new Line();
    line.conversation = await converse(['perl', '-e', helperServer], (bytes) => line.take(bytes));
    line.conversation.keepAlive(false);
    void line.conversation.ended.then((why) => {
      line.isOpen = false;
      onEnd();
      line.failAll(why);
    });
    return line;
  }

  ask({ command, input = '', timeoutMs, limit = defaultLimit }: ExecRequest): Promise<ExecResult> {
    const id = String(++this.count);
    const parts = [...command, input].map((part) => Buffer.from(part as string));
    const lengths = parts.map((part) => part.length);
    const header = [id, timeoutMs, limit, lengths.at(-1), ...lengths.slice(0, -1)].join(' ');
    return new Promise<ExecResult>((resolve, reject) => {
      const timer = setTimeout(
        () => this.giveUp(`no answer within ${timeoutMs + graceMs} ms`),
        timeoutMs + graceMs,
      );
      const done = () => {
        clearTimeout(timer);
        this.pending.delete(id);
        if (this.pending.size === 0) this.conversation.keepAlive(false);
      };
      this.pending.set(id, {
        answer(result) {
          done();
          resolve(result);
        },
        fail(why) {
          done();
          reject(
            new EngineError(`the host helper was lost while it ran ${command[0]}: ${why || 'no reason'}`),
          );
        },
      });
      this.conversation.keepAlive(true);
      if (this.isOpen) this.conversation.write(Buffer.concat([Buffer.from(`${header}\n`), ...parts]));
      else this.failAll('its process has ended');
    });
  }

  close(): void {
    this.conversation.close();
  }

  private giveUp(why: string): void {
    this.failAll(why);
    this.close();
  }

  private failAll(why: string): void {
    for (const { fail } of [...this.pending.values()]) fail(why);
  }

  /** Answers come in any pieces; they are put together only once enough is there for the next step. */
  private take(bytes: Buffer): void {
    this.received.push(Buffer.from(bytes));
    this.receivedLength += bytes.length;
    while (this.receivedLength >= this.wanted) {
      const all = this.received.length === 1 ? this.received[0]! : Buffer.concat(this.received);
      this.received = [all];
      const end = all.indexOf(newline);
      if (end < 0) return;
      const [id = '', code = '', truncated, outLength, errLength] = all.toString('latin1', 0, end).split(' ');
      const body = end + 1;
      const middle = body + Number(outLength);
      const last = middle + Number(errLength);
      if (!Number.isSafeInteger(last)) return this.giveUp('its answer makes no sense');
      this.wanted = last;
      if (all.length < last) return;
      this.pending.get(id)?.answer({
        exitCode: code === 'timeout' ? undefined : Number(code),
        timedOut: code === 'timeout',
        stdout: all.toString('utf8', body, middle),
        stderr: all.toString('utf8', middle, last),
        truncated: truncated === '1',
      });
      this.received = [all.subarray(last)];
      this.receivedLength = all.length - last;
      this.wanted = 1;
    }
  }
}
