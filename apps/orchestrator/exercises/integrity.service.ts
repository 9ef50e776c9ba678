import { Injectable } from '@nestjs/common';
import { ExerciseLog } from '#persistence';
import { collect, noFacts, type IntegrityFacts } from '#scoring';
import { GrowingFolds } from './growing-folds.js';

/** Of how many exercises what was collected is kept in memory. */
const kept = 50;
const page = 5_000;

interface Collected {
  facts: IntegrityFacts;
  /** Seq of the last event that is in them. */
  seq: number;
}

/** What reports on integrity are made of, collected from the logs; what was collected once is kept and goes on from there. */
@Injectable()
export class IntegrityService {
  private readonly collected = new GrowingFolds<Collected>(kept);

  constructor(private readonly log: ExerciseLog) {}

  /** The facts as of a seq of which this process knows that it is in the log, or later. */
  async factsAt(exercise: string, seq: number): Promise<IntegrityFacts> {
    const { facts } = await this.collected.grow(exercise, (known = { facts: noFacts(), seq: 0 }) =>
      this.goOn(exercise, known, seq),
    );
    return facts;
  }

  private async goOn(exercise: string, known: Collected, to: number): Promise<Collected> {
    while (known.seq < to) {
      const events = await this.log.read(exercise, known.seq, page);
      if (events.length === 0) {
        throw new Error(`exercise ${exercise} is damaged: its log ends at ${known.seq}, not at ${to}`);
      }
      for (const event of events) {
        collect(known.facts, event);
        known.seq = event.seq;
      }
    }
    return known;
  }
}
