import { Injectable } from '@nestjs/common';
import {
  clockAt,
  rulesAt,
  type ExerciseState,
  type Revision,
  type Schedule,
  type Setting,
  type Viewer,
} from '#exercise';
import { ExerciseLog, KeptFolds } from '#persistence';
import {
  awardedBy,
  boardFor,
  emptyLedger,
  foldLedger,
  scoreboard,
  type Ledger,
  type Standing,
} from '#scoring';
import { dependsOnOthers, FrozenLedgers } from './frozen-ledgers.js';
import { GrowingFolds } from './growing-folds.js';
import { ledgerFold } from './ledger-fold.js';

/** How many exercises' ledgers are kept in memory. */
const kept = 200;
const page = 5_000;

/** A ledger with the rules that it was folded by. */
export interface Counted {
  ledger: Ledger;
  rules: Setting;
}

interface Kept extends Counted {
  /** The setting that the rules are of, and how many revisions are in them. */
  pinned: Setting;
  revisions: number;
}

/** Ledgers and boards, folded from the logs; what was folded once is kept and goes on from where it was. */
@Injectable()
export class StandingsService {
  private readonly counted = new GrowingFolds<Kept>(kept);
  private readonly frozen: FrozenLedgers;

  constructor(
    private readonly log: ExerciseLog,
    private readonly folds: KeptFolds,
  ) {
    this.frozen = new FrozenLedgers(log, folds);
  }

  /**
   * The ledger as of the last event by the rules as they are, or as of `at` by the rules as they were then.
   * @throws UnknownExercise
   */
  async ledger(exercise: string, at?: number): Promise<Counted> {
    if (at !== undefined) return this.begin(exercise, at);
    return this.counted.grow(exercise, (known) =>
      known ? this.goOn(exercise, known) : this.begin(exercise),
    );
  }

  /** The ledger as of a seq of which this process knows that it is in the log, or later: the log is read only when it must be. */
  async since(exercise: string, seq: number): Promise<Counted> {
    for (;;) {
      const now = this.counted.get(exercise);
      const known = now && (await now);
      if (known && known.ledger.seq >= seq) return known;
      // Of many who wait for the same fold, the first to find it too old begins the next, for all.
      if (this.counted.get(exercise) === now) return this.ledger(exercise);
    }
  }

  /** What a team was given by an event that was just logged, in whole points. */
  async awardOf(exercise: string, award: { team: string; task: string; seq: number }): Promise<number> {
    const seen = await this.seenBy(exercise, await this.since(exercise, award.seq), {
      staff: false,
      teams: [award.team],
    });
    return awardedBy(seen.ledger, seen.rules, award);
  }

  /**
   * A ledger as someone may see it: of a frozen one, those who are not staff see what it was then and what their own teams
   * did since, as if all others had stood still.
   */
  async seenBy(exercise: string, counted: Counted, viewer: Viewer): Promise<Counted> {
    const { ledger, rules } = counted;
    if (!ledger.frozen || viewer.staff || !dependsOnOthers(rules)) return counted;
    return { ledger: await this.frozen.seenBy(exercise, counted, viewer.teams), rules };
  }

  /** A frozen ledger as it was when it was frozen, by the rules as they are. */
  async whenFrozen(exercise: string, counted: Counted): Promise<Counted> {
    return { ledger: await this.frozen.seenBy(exercise, counted, []), rules: counted.rules };
  }

  /** The ledger as a further revision would make it: nothing of it is kept. @param at as of which seq */
  async revised(exercise: string, at: number, tasks: Revision['tasks']): Promise<Counted> {
    const state = await this.log.state(exercise);
    const revisions = [...state.revisions.filter(({ seq }) => seq <= at), { tasks }];
    const pinned = await this.log.setting(exercise);
    const rules = { ...pinned, scenario: rulesAt(pinned.scenario, revisions) };
    const ledger = emptyLedger();
    await this.fold(exercise, { ledger, rules, pinned, revisions: Infinity }, at);
    return { ledger, rules };
  }

  /** The ledger as another schedule would make it, as of a state: nothing of it is kept. */
  async rescheduled({ id, seq, clock }: ExerciseState, payload: Schedule): Promise<Counted> {
    const { ledger, rules } = await this.begin(id, seq);
    const at = Date.now();
    const envelope = { exercise: id, seq: seq + 1, at, clock: clockAt(clock, at), v: 1, actor: 'system' };
    foldLedger(ledger, { ...envelope, type: 'exercise.scheduled', payload }, rules);
    return { ledger, rules };
  }

  /**
   * The board as of a state that was just read, or later, as someone may see it: of a frozen one, what it was then, but
   * their own teams' scores as they are.
   */
  async boardSeenBy({ id, seq }: ExerciseState, viewer: Viewer): Promise<readonly Standing[]> {
    return this.board(id, await this.since(id, seq), viewer);
  }

  /** The same as of a state that was, by the rules as they were then. */
  async boardAt({ id, seq }: ExerciseState, viewer: Viewer): Promise<readonly Standing[]> {
    return this.board(id, await this.ledger(id, seq), viewer);
  }

  private async board(exercise: string, counted: Counted, viewer: Viewer): Promise<readonly Standing[]> {
    const { board } = boardFor(counted.ledger, counted.rules, viewer);
    if (!counted.ledger.frozen || viewer.staff) return board;
    const seen = await this.seenBy(exercise, counted, viewer);
    const own = new Map(scoreboard(seen.ledger, seen.rules).map((row) => [row.team, row]));
    // Their rank stays as it was: it would tell how far the others are.
    return board.map((row) =>
      viewer.teams.includes(row.team) ? { ...own.get(row.team)!, rank: row.rank } : row,
    );
  }

  private async begin(exercise: string, at = Number.MAX_SAFE_INTEGER): Promise<Kept> {
    const pinned = await this.log.setting(exercise);
    const state = await this.log.state(exercise);
    const revisions = state.revisions.filter(({ seq }) => seq <= at);
    const rules = revisions.length ? { ...pinned, scenario: rulesAt(pinned.scenario, revisions) } : pinned;
    const { of, since, read } = ledgerFold({ ...state, revisions }, rules);
    const near = await this.folds.snapshots.newest(of, since, at, read);
    // What was read may be of another version of the scenario, which came meanwhile.
    if ((await this.log.setting(exercise)) !== pinned) return this.begin(exercise, at);
    const made = { ledger: near?.made ?? emptyLedger(), rules, pinned, revisions: revisions.length };
    return (await this.fold(exercise, made, at)) ? made : this.begin(exercise, at);
  }

  private async goOn(exercise: string, known: Kept): Promise<Kept> {
    // Played by another version of its scenario, what happened before counts by that one too.
    if ((await this.log.setting(exercise)) !== known.pinned) return this.begin(exercise);
    return (await this.fold(exercise, known, Number.MAX_SAFE_INTEGER)) ? known : this.begin(exercise);
  }

  /** @returns whether all was folded; false when a revision came, by which everything counts anew */
  private async fold(exercise: string, { ledger, rules, revisions }: Kept, to: number): Promise<boolean> {
    for (;;) {
      const events = await this.log.read(exercise, ledger.seq, Math.min(page, to - ledger.seq));
      for (const event of events) {
        if (event.type === 'rules.revised' && event.payload.revision > revisions) return false;
        foldLedger(ledger, event, rules);
      }
      if (events.length < page || ledger.seq >= to) return true;
    }
  }
}
