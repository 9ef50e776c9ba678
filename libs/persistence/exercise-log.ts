import { randomBytes } from 'node:crypto';
import {
  clockAt,
  evolveAll,
  eventTypes,
  Fold,
  initialState,
  readEvent,
  teamOf,
  type ExerciseEvent,
  type ExerciseState,
  type Order,
  type Refusal,
  type Setting,
  type TeamState,
} from '#exercise';
import { teamValues } from '#scenario';
import type { DataSource, EntityManager } from 'typeorm';
import { ExerciseRow } from './entities/exercise.js';
import { appendEvents, indexEvents, readEvents, readEventsAt } from './event-store.js';
import { PoolFolds } from './pool-store.js';
import type { ScenarioPacks } from './scenario-packs.js';
import { allHeard, Together } from './together.js';
import { decideWarm, WarmClaims } from './warm-claims.js';

/**
 * What an order came to, and the state after all that was decided with it, which may be more. `team`: as the order left the
 * team that it is about, where it names one.
 */
export type Outcome =
  | { ok: true; events: ExerciseEvent[]; state: ExerciseState; team?: TeamState }
  | { ok: false; refusal: Refusal; state: ExerciseState };

/** Told after each commit, once per batch. Must not throw. */
export type AppendedListener = (exercise: string, events: ExerciseEvent[], state: ExerciseState) => void;

type Verdict = { ok: true; events: ExerciseEvent[]; team?: TeamState } | { ok: false; refusal: Refusal };

interface Pending {
  order: Order;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

interface Open {
  state: ExerciseState;
  /** As the version of the scenario that it was made of has it. */
  setting?: { digest: string; setting: Setting };
  waiting: Pending[];
  working: boolean;
  /** Reads the state, once for all who ask at the same time. */
  reading: Together<void, ExerciseState>;
}

/** How many exercises are kept in memory; the least lately used is read anew when it is needed again. */
const kept = 500;
/** How many orders are decided in one transaction. */
const mostAtOnce = 500;

/**
 * The logs of all exercises. An exercise's orders are serialised by its row's lock and decided in batches: whatever
 * waits when the lock is had is decided in one transaction, each order on the state that the one before left.
 */
export class ExerciseLog {
  private readonly open = new Map<string, Open>();
  private readonly pools = new PoolFolds();

  constructor(
    private readonly db: DataSource,
    private readonly packs: ScenarioPacks,
    private readonly appended: AppendedListener = () => undefined,
    private readonly now: () => number = Date.now,
    private readonly begin: (exercise: string) => ExerciseState | Promise<ExerciseState> = initialState,
  ) {}

  /** Brings an exercise into being with a new key. */
  async create(id: string, order: Extract<Order, { type: 'create' }>): Promise<Outcome> {
    await this.db.query(
      `INSERT INTO exercises (id, head, key, owner, mode, phase, scenario_digest, created_at)
       VALUES ($1, 0, $2, $3, $4, 'draft', $5, now())`,
      [id, randomBytes(32), order.actor, order.mode, order.scenario.digest],
    );
    const outcome = await this.execute(id, order);
    if (!outcome.ok) await this.db.query('DELETE FROM exercises WHERE id = $1 AND head = 0', [id]);
    return outcome;
  }

  /**
   * Decides an order and appends what comes of it.
   * @throws UnknownExercise, or the database's error, in which case nothing was appended
   */
  execute(exercise: string, order: Order): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const entry = this.entry(exercise);
      entry.waiting.push({ order, resolve, reject });
      if (!entry.working) void this.work(exercise, entry);
    });
  }

  /** The state as of the last committed event. @throws UnknownExercise */
  async state(exercise: string): Promise<ExerciseState> {
    const state = await this.entry(exercise).reading.ask();
    if (state.seq === 0) throw await this.absence(exercise);
    return state;
  }

  /** Events after `after`, in order. */
  read(exercise: string, after: number, limit: number): Promise<ExerciseEvent[]> {
    return readEvents(this.db.manager, exercise, after, limit);
  }

  /** The events that have these seqs, in order. */
  readAt(exercise: string, seqs: readonly number[]): Promise<ExerciseEvent[]> {
    return readEventsAt(this.db.manager, exercise, seqs);
  }

  /** What the exercise is played with. @throws UnknownExercise */
  async setting(exercise: string): Promise<Setting> {
    const entry = this.entry(exercise);
    // A solo exercise may go on with another version of its scenario.
    if (!entry.setting || entry.setting.digest !== entry.state.scenario.digest) {
      const state = await this.state(exercise);
      entry.setting = { digest: state.scenario.digest, setting: await this.makeSetting(state) };
    }
    return entry.setting.setting;
  }

  private entry(exercise: string): Open {
    const entry = this.open.get(exercise) ?? this.opened(exercise);
    this.open.delete(exercise);
    this.open.set(exercise, entry);
    if (this.open.size > kept) {
      for (const [id, { working, waiting }] of this.open) {
        if (!working && waiting.length === 0) {
          this.open.delete(id);
          break;
        }
      }
    }
    return entry;
  }

  private opened(exercise: string): Open {
    const entry: Open = {
      state: initialState(exercise),
      waiting: [],
      working: false,
      reading: new Together(async (asked) => {
        const from = entry.state.seq > 0 ? entry.state : await this.begin(exercise);
        const state = await this.catchUp(this.db.manager, from);
        // The batch at work may have come further meanwhile.
        if (state.seq > entry.state.seq) entry.state = state;
        return asked.map(() => entry.state);
      }, Infinity),
    };
    return entry;
  }

  private async work(exercise: string, entry: Open): Promise<void> {
    entry.working = true;
    while (entry.waiting.length) {
      await allHeard();
      // What comes after a change of the scenario is decided by the new one.
      const change = entry.waiting.findIndex(({ order }) => order.type === 'replace-scenario');
      const batch = entry.waiting.splice(0, change < 0 ? mostAtOnce : Math.min(change + 1, mostAtOnce));
      try {
        let outcomes: Outcome[] | undefined;
        while (!outcomes) {
          // Read before the transaction, which would else hold one connection while it waits for another.
          const setting = batch[0]?.order.type === 'create' ? noSetting : await this.setting(exercise);
          outcomes = await this.decideBatch(exercise, entry, batch, setting);
        }
        const decided = outcomes;
        batch.forEach((pending, index) => pending.resolve(decided[index]!));
      } catch (error) {
        for (const pending of batch) pending.reject(error);
      }
    }
    entry.working = false;
  }

  /** @returns undefined when the setting is no longer that of the exercise */
  private async decideBatch(
    exercise: string,
    entry: Open,
    batch: Pending[],
    setting: Setting,
  ): Promise<Outcome[] | undefined> {
    const appended: ExerciseEvent[] = [];
    const { state, verdicts } = await this.db.transaction(async (db) => {
      const [row] = await db.query<{ head: number }[]>(
        'SELECT head FROM exercises WHERE id = $1 FOR UPDATE',
        [exercise],
      );
      if (!row) throw new UnknownExercise(exercise);
      const before = row.head === entry.state.seq ? entry.state : await this.catchUp(db, entry.state);
      if (before.seq !== row.head) {
        throw new Error(
          `exercise ${exercise} is damaged: its row says seq ${row.head}, its log ends at ${before.seq}`,
        );
      }
      // Another process may have changed the scenario meanwhile: then the setting is of the one before.
      const isOf = entry.setting?.setting === setting ? entry.setting.digest : undefined;
      if (setting !== noSetting && isOf !== before.scenario.digest)
        return { state: before, verdicts: undefined };
      const verdicts: Verdict[] = [];
      const fold = new Fold(before);
      const claims = new WarmClaims(db, this.pools, before.scenario.digest, this.now);
      for (const { order } of batch) {
        const at = this.now();
        const { state } = fold;
        const decision = await decideWarm(state, { ...order, at }, setting, claims);
        if (!decision.ok) {
          verdicts.push(decision);
          continue;
        }
        // Read as they will be when they come back: what could not be read again must never get into the log.
        const events = decision.events.map((event, index) =>
          readEvent({
            ...event,
            exercise,
            seq: state.seq + 1 + index,
            at,
            clock: clockAt(state.clock, at),
            v: eventTypes[event.type].v,
            actor: order.actor,
          }),
        );
        for (const event of events) fold.add(event);
        appended.push(...events);
        verdicts.push({
          ok: true,
          events,
          team: 'team' in order ? teamOf(fold.state, order.team) : undefined,
        });
      }
      const { state } = fold;
      if (appended.length) {
        await appendEvents(db, appended);
        await indexEvents(db, appended);
        await db.query('UPDATE exercises SET head = $2 WHERE id = $1', [exercise, state.seq]);
        await claims.settle(appended);
      }
      return { state, verdicts };
    });
    if (state.seq > entry.state.seq) entry.state = state;
    if (appended.length) this.appended(exercise, appended, state);
    return verdicts?.map((verdict) => ({ ...verdict, state }));
  }

  private async catchUp(db: EntityManager, from: ExerciseState): Promise<ExerciseState> {
    const page = 1_000;
    let state = from;
    for (;;) {
      const events = await readEvents(db, state.id, state.seq, page);
      state = evolveAll(state, events);
      if (events.length < page) return state;
    }
  }

  private async makeSetting(state: ExerciseState): Promise<Setting> {
    const row = await this.db.getRepository(ExerciseRow).findOneBy({ id: state.id });
    if (!row) throw new UnknownExercise(state.id);
    const { scenario } = await this.packs.get(state.scenario.digest);
    const known = new Map<string, { teamName?: string; made: Record<string, string> }>();
    const values = (team: string) => {
      // A team that joins in the same batch has its name only afterwards.
      const teamName = teamOf(this.open.get(state.id)?.state ?? state, team)?.name;
      const before = known.get(team);
      if (before && before.teamName === teamName) return before.made;
      const made = teamValues(scenario, { key: row.key, seed: state.seed, team, teamName });
      known.set(team, { teamName, made });
      return made;
    };
    return { scenario, values };
  }

  private async absence(exercise: string): Promise<Error> {
    this.open.delete(exercise);
    const row = await this.db.getRepository(ExerciseRow).findOneBy({ id: exercise });
    // A row without events is that of a creation which is at work, or never came to its end.
    if (!row || row.head === 0) return new UnknownExercise(exercise);
    return new Error(`exercise ${exercise} is damaged: its row says seq ${row.head}, its log is empty`);
  }
}

/** There is no exercise with this id. */
export class UnknownExercise extends Error {
  constructor(readonly exercise: string) {
    super(`there is no exercise ${exercise}`);
  }
}

/** An exercise is created before it has a setting, and its creation reads none. */
const noSetting: Setting = {
  get scenario(): never {
    throw new Error('an exercise that is being created has no setting yet');
  },
  values: () => ({}),
};
