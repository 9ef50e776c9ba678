import type { Transient } from '#messaging';
import type { Wait } from './admission.js';

/** A range's place in the queue, and why it is not its turn. */
export interface Place extends Wait {
  /** From 1. */
  place: number;
  /** How many wait. */
  of: number;
  /** About how long until it is ready; absent while nobody knows. */
  seconds?: number;
}

/** A range that waits, with its place. */
export interface WaitingRange {
  range: string;
  exercise: string;
  team: string;
  place: Place;
}

/** Places change with every range that is placed; they are told at most this often, ms. */
const tellEvery = 1_000;
/** How many wait behind oneself is news of no weight: it is told at most this often, ms. */
const tellLengthEvery = 5_000;

/** What a team was told last: its own place with all but the queue's length, that length, and when. */
interface Told {
  own: string;
  of: number;
  at: number;
}

/** The queue as it stood when it was last looked at. Tells every waiting team its own place when that changes. */
export class WaitingList {
  private waiting = new Map<string, WaitingRange>();
  /** What each was last told. */
  private told = new Map<string, Told>();
  private toldAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (exercise: string, transient: Transient) => void) {}

  get size(): number {
    return this.waiting.size;
  }

  placeOf(range: string): Place | undefined {
    return this.waiting.get(range)?.place;
  }

  /** Replaces the queue. */
  replace(waiting: readonly WaitingRange[]): void {
    this.waiting = new Map(waiting.map((one) => [one.range, one]));
    const wait = this.toldAt + tellEvery - performance.now();
    if (wait <= 0) this.tellAll();
    else this.timer ??= setTimeout(() => this.tellAll(), wait);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private tellAll(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = performance.now();
    const told = new Map<string, Told>();
    for (const { range, exercise, team, place } of this.waiting.values()) {
      const { of, ...own } = place;
      const news = { own: JSON.stringify(own), of, at: now };
      const before = this.told.get(range);
      const isNew = before?.own !== news.own || (before.of !== of && now - before.at >= tellLengthEvery);
      told.set(range, isNew ? news : before);
      if (isNew) this.tell(exercise, { kind: 'queue', team, range, ...place });
    }
    if (told.size > 0 || this.told.size > 0) this.toldAt = now;
    this.told = told;
  }
}
