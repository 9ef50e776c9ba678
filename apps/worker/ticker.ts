import {
  clockAt,
  dueTick,
  rangeOf,
  teamOf,
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
  /** Teams that are being asked. */
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

  /** Begins whatever is due. Each team is asked by one work at a time; what it misses meanwhile is not made up for. */
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
      const key = `${state.id}/${team}`;
      const seat = teamOf(state, team);
      const of = tickOf(state, team);
      if (!seat || !of || this.busy.has(key)) continue;
      const tick = dueTick(setting.scenario, seat.role, seat.services, clock, all.indexOf(team) / all.length);
      const holds = this.dueHolds(state, setting, team, clock);
      if (!tick && holds.length === 0) continue;
      this.busy.add(key);
      void this.turns
        .take(async () => {
          if (tick) await this.scoreTick(state, setting, team, tick, of);
          for (const { task, number } of holds) {
            this.asked.set(`${key}/${task}`, clock);
            const request = `hold-${number}`;
            await this.checker.run({ exercise: state.id, team, task, request, tick: { number, of } });
          }
        })
        .catch((error: Error) => this.say('error', `a tick of team ${key}: ${error.message}`))
        .finally(() => this.busy.delete(key));
    }
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

function tickOf(state: ExerciseState, team: string): TickOf | undefined {
  const range = rangeOf(state, team);
  return range && { range: range.id, generation: range.generation, since: state.clock.since };
}
