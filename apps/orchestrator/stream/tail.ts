import type { ExerciseEvent } from '#exercise';
import type { Transient } from '#messaging';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { frameOf } from './frame.js';
import { Pages, pageSize, type ReadLog } from './pages.js';
import type { Reader } from './reader.js';
import { Stretch } from './stretch.js';

/** Most events that wait to be sent; what exceeds them is read from the log again. */
const mostWaiting = 10 * pageSize;
/** Deliveries take at most half of the time, reckoned over about so many milliseconds: others have the rest. */
const slack = 100;

/**
 * The end of an exercise's log, which all who look at the exercise live share: it is read once for all of them. Whoever is
 * behind, because they come later or fetch too slowly, is brought up from the log's pages, and holds no one else up.
 */
export class Tail {
  private readonly readers = new Set<Reader>();
  private readonly pages: Pages;
  /** Events that follow each other, which this process has appended and not yet delivered. */
  private waiting: ExerciseEvent[] = [];
  /** The log is said to have come to here. */
  private head: number;
  private working = false;
  private restUntil = 0;

  /**
   * @param seq where it begins
   * @param failed is told why something could not be read; it is tried again when `look` is called next
   */
  constructor(
    private seq: number,
    private readonly read: ReadLog,
    private readonly failed: (error: Error) => void,
  ) {
    this.head = seq;
    this.pages = new Pages(read);
  }

  get isEmpty(): boolean {
    return this.readers.size === 0;
  }

  [Symbol.iterator](): Iterator<Reader> {
    return this.readers.values();
  }

  add(reader: Reader): void {
    this.readers.add(reader);
    void this.catchUp(reader);
  }

  remove(reader: Reader): void {
    this.readers.delete(reader);
  }

  /** Hears that the log has come to a seq. */
  hear(seq: number): void {
    if (seq <= this.head) return;
    this.head = seq;
    this.wake();
  }

  /** Takes events that were just committed, so that they need not be read. */
  offer(events: readonly ExerciseEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    const follows = this.waiting.at(-1)?.seq === first.seq - 1 && this.waiting.length < mostWaiting;
    if (follows) this.waiting.push(...events);
    else this.waiting = [...events];
    this.hear(last.seq);
  }

  /** Looks whether the log has grown unheard, and after all who are behind. */
  look(): void {
    this.head = Math.max(this.head, this.seq + 1);
    this.wake();
    for (const reader of this.readers) void this.catchUp(reader);
  }

  /** Tells something that is not in the log to those whom it is for. */
  tell(transient: Transient): void {
    const { kind, ...about } = transient;
    const frame = frameOf(JSON.stringify({ type: kind, ...about }));
    for (const reader of this.readers) reader.tell(transient, frame);
  }

  /** Brings a reader to where the tail is, as far as it has room; one that waits for room is tried again when it has some. */
  async catchUp(reader: Reader): Promise<void> {
    if (reader.catchingUp) return;
    reader.catchingUp = true;
    try {
      while (reader.seq < this.seq && reader.hasRoom && this.readers.has(reader)) {
        const stretch = await this.pages.after(reader.seq, this.seq);
        if (stretch.to <= reader.seq) {
          throw new Error(`the log ends at seq ${stretch.to}, though it was at ${this.seq} before`);
        }
        reader.take(stretch);
      }
    } catch (error) {
      this.failed(error as Error);
    } finally {
      reader.catchingUp = false;
    }
  }

  private wake(): void {
    if (this.working) return;
    this.working = true;
    void this.work();
  }

  private async work(): Promise<void> {
    try {
      // Who waits for the answer to what they did has it before others hear of it.
      await nextTurn();
      while (this.seq < this.head && !this.isEmpty) {
        const rest = this.restUntil - performance.now();
        if (rest > 0) await sleep(rest);
        const asked = this.head;
        const events = await this.next();
        if (events.length > 0) this.deliver(events);
        else if (this.head === asked) this.head = this.seq;
      }
    } catch (error) {
      // Else it would be heard of no more until the log grows further.
      this.head = this.seq;
      this.failed(error as Error);
    } finally {
      this.working = false;
    }
  }

  /** The events that come next: those that wait, or what is in the log before them. */
  private async next(): Promise<readonly ExerciseEvent[]> {
    const waiting = this.waiting.filter(({ seq }) => seq > this.seq);
    const until = waiting[0]?.seq ?? Infinity;
    if (until > this.seq + 1) return this.read(this.seq, Math.min(pageSize, until - 1 - this.seq));
    this.waiting = [];
    return waiting;
  }

  private deliver(events: readonly ExerciseEvent[]): void {
    const begun = performance.now();
    const stretch = new Stretch(this.seq, events);
    this.seq = stretch.to;
    for (const reader of this.readers) if (!reader.take(stretch)) void this.catchUp(reader);
    // What comes while it rests goes out together.
    const took = performance.now() - begun;
    this.restUntil = Math.max(this.restUntil, begun - slack) + 2 * took;
  }
}
