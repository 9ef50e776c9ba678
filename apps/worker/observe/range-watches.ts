import {
  clockAt,
  isQuiet,
  quietUntil,
  type ExerciseState,
  type Observation,
  type RangeState,
  type Setting,
} from '#exercise';
import { RangeRow, type ExerciseLog } from '#persistence';
import type { RangeWatcher, Watch } from '#range';
import { In, type DataSource } from 'typeorm';
import type { Say } from '../host.js';
import type { Observer } from './observer.js';
import { wantedOf, type Wanted } from './sources.js';
import { watchedRange } from './watched-range.js';

/** How often it is looked for ranges that begin or end, ms. */
const lookEvery = 1_000;
/** Wall time after which all sources have told what they saw, ms. */
const allToldMs = 5_000;
/** What stands still is watched as well: it goes on where it was. */
const watched = ['ready', 'degraded', 'suspended'] as const;

interface Watching {
  /** What it was begun for: the range's generation and its scenario. */
  of: string;
  /** Undefined while it cannot be had. */
  watches?: Watch[];
}

/** Watches ranges of this host whose tasks name connections or files, and settles tasks that are solved by time alone. */
export class RangeWatches {
  private readonly watching = new Map<string, Watching>();
  private readonly said = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly host: string,
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly watcher: Pick<RangeWatcher, 'watchConnections' | 'watchFiles' | 'seenUntil'>,
    private readonly observer: Observer,
    private readonly say: Say,
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: Error) => this.say('error', `looking for ranges to watch: ${error.message}`))
        .finally(() => (this.looking = undefined));
    }, lookEvery);
  }

  /** Ends all watches; what they count goes on in the kernel, for whoever takes them up. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all([...this.watching.keys()].map((range) => this.end(range)));
    await this.observer.stop();
  }

  /** Begins and ends watches as the log wants it. */
  async look(): Promise<void> {
    const rows = await this.db
      .getRepository(RangeRow)
      .find({ where: { host: this.host, status: In([...watched]) }, order: { id: 'ASC' } });
    const there = new Set(rows.map(({ id }) => id));
    for (const range of [...this.watching.keys(), ...this.said.keys()]) {
      if (!there.has(range)) await this.end(range);
    }
    for (const { id, exercise } of rows) {
      const setting = await this.log.setting(exercise);
      if (!setting.scenario.tasks.some(({ observe }) => observe)) continue;
      await this.lookAt(exercise, id, setting).catch((error: Error) => this.complain(id, error.message));
    }
  }

  private async lookAt(exercise: string, id: string, setting: Setting): Promise<void> {
    const state = await this.log.state(exercise);
    const range = state.ranges[id];
    if (!range) return;
    const of = `${range.generation} ${state.scenario.digest}`;
    if (this.watching.get(id)?.of !== of) {
      if (this.watching.has(id)) await this.end(id);
      // What is there when a range is ready is where its changes begin.
      if (range.status === 'ready') await this.begin(exercise, range, of, setting);
    }
    if (this.watching.get(id)?.watches) await this.settle(state, range, setting);
  }

  private async begin(
    exercise: string,
    { id }: RangeState,
    of: string,
    { scenario }: Setting,
  ): Promise<void> {
    const wanted = wantedOf(scenario);
    const watches: Watch[] = [];
    this.watching.set(id, { of });
    try {
      await this.open({ exercise, range: id }, watchedRange(scenario, id), wanted, watches);
      this.watching.set(id, { of, watches });
      this.said.delete(id);
    } catch (error) {
      // The next look tries again.
      this.watching.delete(id);
      await Promise.all(watches.map((watch) => watch.stop()));
      throw error;
    }
  }

  private async open(
    place: { exercise: string; range: string },
    range: ReturnType<typeof watchedRange>,
    { connections, files }: Wanted,
    watches: Watch[],
  ): Promise<void> {
    const tell = (seen: Observation) => this.observer.report(place, seen);
    if (connections.length > 0) watches.push(await this.watcher.watchConnections(range, connections, tell));
    // What a node writes while it starts anew is not the team's doing.
    const isReady = async (node: string) =>
      (await this.log.state(place.exercise)).ranges[place.range]?.nodes[node] === 'ready';
    if (files.length > 0) watches.push(await this.watcher.watchFiles(range, files, tell, isReady));
  }

  private async end(range: string): Promise<void> {
    const { watches = [] } = this.watching.get(range) ?? {};
    this.watching.delete(range);
    this.said.delete(range);
    await Promise.all(watches.map((watch) => watch.stop()));
    this.observer.forget(range);
  }

  /** Solves what time has solved. Only while its range is watched: what nobody looked at cannot be said to have been kept. */
  private async settle(state: ExerciseState, { team }: RangeState, { scenario }: Setting): Promise<void> {
    if (state.phase !== 'running' || !state.clock.running) return;
    const clock = clockAt(state.clock, Math.min(this.now(), this.watcher.seenUntil()) - allToldMs);
    for (const task of scenario.tasks) {
      const isDone = state.teams[team]?.tasks[task.id]?.solved ?? false;
      const until = isQuiet(task) && !isDone ? quietUntil(state, team, task) : undefined;
      if (until === undefined || clock < until) continue;
      const actor = `worker:${this.host}`;
      await this.log.execute(state.id, { type: 'settle-observed', actor, team, task: task.id });
    }
  }

  private complain(range: string, why: string): void {
    if (this.said.get(range) === why) return;
    this.said.set(range, why);
    this.say('error', `range ${range} is not watched, so its observed tasks cannot be solved: ${why}`);
  }
}
