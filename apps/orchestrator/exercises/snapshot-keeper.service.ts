import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { settingAt } from '#exercise';
import { ExerciseLog, foldPrint, KeptFolds, stateFold } from '#persistence';
import { DataSource } from 'typeorm';
import { ledgerFold } from './ledger-fold.js';

/** How often logs that have grown are looked for, in milliseconds. */
const lookEvery = 20_000;
/** How long an exercise is left alone of which no snapshot could be made, in milliseconds. */
const pauseAfterFailure = 600_000;
/** Events from which on a snapshot is worth it. */
const worthIt = 1_000;

/**
 * Makes snapshots of states and ledgers as logs grow. Any number of orchestrators may do so: who makes one that is there
 * writes the same once more. When none can be made, everything is folded from further back, and no exercise is harmed.
 */
@Injectable()
export class SnapshotKeeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(SnapshotKeeper.name);
  private readonly ending = new AbortController();
  /** By exercise, the wall time until which it is left alone. */
  private readonly left = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly folds: KeptFolds,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: Error) => this.logger.error(`making snapshots: ${error.message}`))
        .finally(() => (this.looking = undefined));
    }, lookEvery);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.ending.abort();
    await this.looking;
  }

  /** Makes the snapshots that are missing, of one exercise after the other. */
  async look(now = Date.now()): Promise<void> {
    const grown = await this.db.query<{ id: string; head: number }[]>(
      `SELECT id, head FROM exercises WHERE head >= $1 AND head - $1 >= coalesce(
         (SELECT max(seq) FROM snapshots s WHERE s.exercise = id AND kind = 'state' AND made_by = $2), 0)
       ORDER BY created_at DESC`,
      [worthIt, foldPrint()],
    );
    for (const { id, head } of grown) {
      if (this.ending.signal.aborted) return;
      if ((this.left.get(id) ?? 0) > now) continue;
      try {
        await this.keep(id, head);
        this.left.delete(id);
      } catch (error) {
        this.left.set(id, now + pauseAfterFailure);
        this.logger.error(
          `no snapshots of exercise ${id} could be made, so that seeking in it is slow: ${(error as Error).message}`,
        );
      }
    }
  }

  private async keep(exercise: string, head: number): Promise<void> {
    const { signal } = this.ending;
    // First, so that what is read then is taken up from there.
    await this.folds.keep(stateFold(exercise), head, signal);
    const setting = await this.log.setting(exercise);
    const state = await this.log.state(exercise);
    await this.folds.keep(ledgerFold(state, settingAt(state, setting)), state.seq, signal);
  }
}
