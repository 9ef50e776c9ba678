import { setTimeout as sleep } from 'node:timers/promises';
import type { ExerciseEvent } from '#exercise';
import type { DataSource } from 'typeorm';
import { readEvents } from './event-store.js';
import { spacingFor } from './snapshot-spacing.js';
import type { Snapshots, SnapshotsOf } from './snapshots.js';

const page = 1_000;

/** A fold of an exercise's log, of which snapshots are kept. */
export interface KeptFold<T> {
  of: SnapshotsOf;
  /** Seq from which on its snapshots hold. */
  since: number;
  begin(): T;
  read(text: string): T | undefined;
  write(made: T): string;
  /** Folds more events; the given one may be changed. */
  add(made: T, events: readonly ExerciseEvent[]): T;
}

/** Folds logs from the nearest snapshot, and makes snapshots. */
export class KeptFolds {
  constructor(
    private readonly db: DataSource,
    readonly snapshots: Snapshots,
  ) {}

  /** What the log had come to at its newest snapshot, or in the beginning. */
  async begin<T>(fold: KeptFold<T>): Promise<T> {
    const near = await this.snapshots.newest(fold.of, fold.since, Infinity, fold.read);
    return near?.made ?? fold.begin();
  }

  /** What the log had come to at a seq, which is in the log or, for one that is not yet, at its end. */
  async at<T>(fold: KeptFold<T>, to: number): Promise<T> {
    const near = await this.snapshots.newest(fold.of, fold.since, to, fold.read);
    return this.foldOn(fold, near?.made ?? fold.begin(), near?.seq ?? 0, to);
  }

  /**
   * Makes the snapshots that are missing up to `head`, resting as long as it works: it is in no one's way.
   * @param signal ends it early
   */
  async keep<T>(fold: KeptFold<T>, head: number, signal: AbortSignal): Promise<void> {
    const { of, since } = fold;
    const last = await this.snapshots.last(of, since, head);
    let [seq, bytes] = [last?.seq ?? 0, last?.bytes ?? 0];
    if (nextAfter(seq, since, head, bytes) > head) return;
    const near = await this.snapshots.newest(of, since, head, fold.read);
    let made = near?.made ?? fold.begin();
    seq = near?.seq ?? 0;
    for (;;) {
      const next = nextAfter(seq, since, head, bytes);
      if (next > head || signal.aborted) break;
      made = await this.foldOn(fold, made, seq, next, signal);
      if (signal.aborted) break;
      bytes = await this.snapshots.keep(of, next, fold.write(made));
      seq = next;
    }
    await this.snapshots.thin(of, spacingFor(head, bytes));
  }

  private async foldOn<T>(
    fold: KeptFold<T>,
    from: T,
    after: number,
    to: number,
    paced?: AbortSignal,
  ): Promise<T> {
    let [made, seq] = [from, after];
    while (seq < to && !paced?.aborted) {
      const begun = performance.now();
      const events = await readEvents(this.db.manager, fold.of.exercise, seq, Math.min(page, to - seq));
      if (events.length === 0) break;
      made = fold.add(made, events);
      seq = events.at(-1)!.seq;
      if (paced) await sleep(performance.now() - begun);
    }
    return made;
  }
}

/** The seq at which the next snapshot is due. */
function nextAfter(seq: number, since: number, head: number, bytes: number): number {
  const spacing = spacingFor(head, bytes);
  return (Math.floor(Math.max(seq, since - 1) / spacing) + 1) * spacing;
}
