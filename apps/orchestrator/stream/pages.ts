import type { ExerciseEvent } from '#exercise';
import { Stretch } from './stretch.js';

/** Reads a log: events after a seq, in order, at most so many. */
export type ReadLog = (after: number, limit: number) => Promise<ExerciseEvent[]>;

/** Events on a page. */
export const pageSize = 500;
/** How many pages are kept: those who catch up come in crowds, after a cut or a restart, and want the same ones. */
const kept = 8;

interface Page {
  /** The log had come to here, at least, when it was read. */
  asOf: number;
  stretch: Promise<Stretch>;
}

/** An exercise's log in pages, each read once for all who want it about the same time. */
export class Pages {
  private readonly pages = new Map<number, Page>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly read: ReadLog) {}

  /**
   * The page with the event after `seq`.
   * @param head the log has come to here, at least, which is further than `seq`
   */
  async after(seq: number, head: number): Promise<Stretch> {
    const begin = seq - (seq % pageSize);
    const known = this.pages.get(begin);
    if (known && known.asOf >= Math.min(head, begin + pageSize)) return known.stretch;
    const stretch = this.load(begin);
    const page = { asOf: head, stretch };
    this.pages.delete(begin);
    this.pages.set(begin, page);
    if (this.pages.size > kept) this.pages.delete(this.pages.keys().next().value!);
    try {
      return await stretch;
    } catch (error) {
      if (this.pages.get(begin) === page) this.pages.delete(begin);
      throw error;
    }
  }

  /** Reads one page after the other: a crowd must not take every connection to the database. */
  private load(begin: number): Promise<Stretch> {
    const mine = this.last.then(async () => new Stretch(begin, await this.read(begin, pageSize)));
    // Who asked is told of a failure; who comes next tries for themselves.
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
