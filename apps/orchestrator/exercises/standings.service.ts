import { Injectable } from '@nestjs/common';
import type { ExerciseState, Setting } from '#exercise';
import { ExerciseLog } from '#persistence';
import { emptyLedger, foldLedger, scoreboard, type Ledger, type Standing } from '#scoring';

/** How many exercises' ledgers are kept in memory. */
const kept = 200;
const page = 5_000;

/** Ledgers and boards, folded from the logs; what was folded once is kept and goes on from where it was. */
@Injectable()
export class StandingsService {
  private readonly ledgers = new Map<string, Promise<Ledger>>();
  /** By ledger, the rules that it was folded by. */
  private readonly rules = new WeakMap<Ledger, Setting>();

  constructor(private readonly log: ExerciseLog) {}

  /** The ledger as of the last event, or as of `at`. */
  async ledger(exercise: string, at?: number): Promise<Ledger> {
    if (at !== undefined) return this.fold(exercise, emptyLedger(), at);
    const before = this.ledgers.get(exercise) ?? Promise.resolve(emptyLedger());
    // One after the other: two folds at once would fold the same events into the same ledger.
    const now = before.then((ledger) => this.fold(exercise, ledger, Number.MAX_SAFE_INTEGER));
    this.ledgers.delete(exercise);
    this.ledgers.set(exercise, now);
    if (this.ledgers.size > kept) this.ledgers.delete(this.ledgers.keys().next().value!);
    now.catch(() => this.ledgers.delete(exercise));
    return now;
  }

  async board(exercise: string, at?: number): Promise<Standing[]> {
    return scoreboard(await this.ledger(exercise, at));
  }

  /** The board as of a state that was just read, or later: the log is asked only for what was not folded yet. */
  async boardOf({ id, seq }: ExerciseState): Promise<Standing[]> {
    const known = await this.ledgers.get(id);
    return known && known.seq >= seq ? scoreboard(known) : this.board(id);
  }

  private async fold(exercise: string, ledger: Ledger, to: number): Promise<Ledger> {
    const rules = await this.log.setting(exercise);
    const before = this.rules.get(ledger);
    // Played by another version of its scenario, what happened before counts by that one too.
    if (before && before !== rules) return this.fold(exercise, emptyLedger(), to);
    this.rules.set(ledger, rules);
    for (;;) {
      const events = await this.log.read(exercise, ledger.seq, Math.min(page, to - ledger.seq));
      for (const event of events) foldLedger(ledger, event, rules);
      if (events.length < page || ledger.seq >= to) return ledger;
    }
  }
}
