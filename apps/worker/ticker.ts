import {
  clockAt,
  dueTick,
  teamOf,
  tickOf,
  type DueTick,
  type ExerciseState,
  type ServiceAnswer,
  type Setting,
  type TickOf,
} from '#exercise';
import { RangeRow, type ExerciseLog } from '#persistence';
import { durationMs } from '#scenario';
import { In, type DataSource } from 'typeorm';
import type { Checker } from './check.js';
import type { Say } from './host.js';
import type { Probing } from './probing.js';
import type { Turns } from './turns.js';

/** How often ticks that are due are looked for, ms. */
const lookEvery = 1_000;
/** Wall time after which a service's tick begins no further probe, ms. */
const serviceLimitMs = 30_000;

/** A tick of a task whose check must hold. */
interface DueHold {
  task: string;
  number: number;
}

/**
 * Asks, tick by tick of each exercise's clock, after the services of the ranges on this host and after checks that must
 * hold. What it knows is in the log: whichever process does so next goes on where this one was, and a tick that two of them
 * ask in is scored once, for the log refuses the second.
 */
export class Ticker {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  /** Teams, and tasks of teams, that are being asked. */
  private readonly busy = new Set<string>();
  /** Exercise time at which a hold was last asked after, ms: what told nothing leaves no trace in the log. */
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly host: string,
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly probing: Probing,
    private readonly checker: Pick<Checker, 'run'>,
    private readonly turns: Turns,
    private readonly say: Say,
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: Error) => this.say('error', `looking for ticks: ${error.message}`))
        .finally(() => (this.looking = undefined));
    }, lookEvery);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Begins whatever is due. What comes due while the same is still being asked is not made up for. */
  async look(): Promise<void> {
    const rows = await this.db
      .getRepository(RangeRow)
      .find({ where: { host: this.host, status: In(['ready', 'degraded']) }, order: { id: 'ASC' } });
    const exercises = new Map<string, string[]>();
    for (const { exercise, team } of rows)
      exercises.set(exercise, [...(exercises.get(exercise) ?? []), team]);
    for (const [exercise, teams] of exercises) {
      const setting = await this.log.setting(exercise);
      if (!hasTicks(setting)) continue;
      const state = await this.log.state(exercise);
      if (state.phase === 'running' && state.clock.running) this.begin(state, setting, teams);
    }
  }

  private begin(state: ExerciseState, setting: Setting, teams: readonly string[]): void {
    const clock = clockAt(state.clock, this.now());
    const all = Object.keys(state.teams).sort();
    for (const team of teams) {
      const seat = teamOf(state, team);
      const of = tickOf(state, team);
      if (!seat || !of) continue;
      const tick = dueTick(setting.scenario, seat.role, seat.services, clock, all.indexOf(team) / all.length);
      if (tick) this.take(`${state.id}/${team}`, () => this.scoreTick(state, setting, team, tick, of));
      for (const { task, number } of this.dueHolds(state, setting, team, clock)) {
        const key = `${state.id}/${team}/${task}`;
        this.take(key, async () => {
          this.asked.set(key, clock);
          const request = `hold-${number}`;
          await this.checker.run({ exercise: state.id, team, task, request, tick: { number, of } });
        });
      }
    }
  }

  /** Does a work in its turn, unless the same is under way. */
  private take(key: string, work: () => Promise<void>): void {
    if (this.busy.has(key)) return;
    this.busy.add(key);
    void this.turns
      .take(work)
      .catch((error: Error) => this.say('error', `a tick of ${key}: ${error.message}`))
      .finally(() => this.busy.delete(key));
  }

  private dueHolds(state: ExerciseState, { scenario }: Setting, team: string, clock: number): DueHold[] {
    const tasks = teamOf(state, team)?.tasks ?? {};
    return scenario.tasks.flatMap(({ id, hold }) => {
      const held = Object.hasOwn(tasks, id) ? tasks[id]?.hold : undefined;
      const key = `${state.id}/${team}/${id}`;
      if (!hold || !held) {
        this.asked.delete(key);
        return [];
      }
      const last = Math.max(held.at, this.asked.get(key) ?? 0);
      return clock >= last + durationMs(hold.every) ? [{ task: id, number: held.ticks + 1 }] : [];
    });
  }

  private async scoreTick(
    state: ExerciseState,
    setting: Setting,
    team: string,
    { tick, services }: DueTick,
    of: TickOf,
  ): Promise<void> {
    const answers = await Promise.all(
      services.map(async (id): Promise<[string, ServiceAnswer[]]> => {
        const questions = setting.scenario.services[id]?.check ?? [];
        const asked = await this.probing.askAll(state, setting, team, questions, serviceLimitMs);
        return [id, asked.map(({ title: _title, ...answer }) => answer)];
      }),
    );
    await this.log.execute(state.id, {
      type: 'score-tick',
      actor: `worker:${this.host}`,
      team,
      tick,
      of,
      services: Object.fromEntries(answers),
    });
  }
}

const hasTicks = ({ scenario }: Setting) =>
  Object.keys(scenario.services).length > 0 || scenario.tasks.some(({ hold }) => hold !== undefined);
