import { decide, type ExerciseState, type Observation, type Order } from '#exercise';
import type { ExerciseLog } from '#persistence';
import type { Say } from '../host.js';
import { Bucket } from './bucket.js';
import { isNamed, wantedOf } from './sources.js';

/** What a range may bring into the log at once, and then a second: whoever does the same over and over must not fill it. */
const [logged, loggedASecond] = [60, 1];
/** How much later than a command what else was seen at its time may be known, ms. */
const slowestSourceMs = 2_500;
/** Commands of one range that wait for that. */
const mostWaiting = 200;
/** Wall times after which a command that could not be logged is tried again, ms. */
const againAfter = [500, 1_000, 2_000, 4_000, 8_000];

/** Where something was seen. */
export interface SeenIn {
  exercise: string;
  range: string;
}

/** Takes to the log what was seen in ranges, as far as it counts for a task there. */
export class Observer {
  private readonly buckets = new Map<string, Bucket>();
  /** By range, what is on its way. */
  private readonly waiting = new Map<string, Set<Promise<void>>>();
  private readonly said = new Set<string>();
  private stopped = false;

  constructor(
    private readonly log: Pick<ExerciseLog, 'state' | 'setting' | 'execute'>,
    private readonly actor: string,
    private readonly say: Say,
  ) {}

  /**
   * Reports what was seen; done when it is in the log, or counts for nothing there.
   * @throws Error when the log cannot be read or written: the same may be reported again
   */
  async report({ exercise, range }: SeenIn, seen: Observation): Promise<void> {
    const setting = await this.log.setting(exercise);
    if (!isNamed(setting.scenario, seen)) return;
    const state = await this.log.state(exercise);
    const order = this.orderOf(state, range, seen);
    if (!order) return;
    // Most of what is seen changes nothing, and then nobody has to wait for the exercise's turn.
    const decision = decide(state, { ...order, at: Date.now() }, setting);
    if (!decision.ok || decision.events.length === 0) return;
    if (this.mayLog(range)) await this.log.execute(exercise, order);
  }

  /** Reports a command of a terminal, on its own: in the order of its time with what slower sources see. */
  command(place: SeenIn, seen: Observation & { kind: 'command' }): void {
    const waiting = this.waiting.get(place.range) ?? new Set();
    if (waiting.size >= mostWaiting) {
      this.sayOnce(
        place.range,
        `more than ${mostWaiting} commands wait to be judged, further ones are left out`,
      );
      return;
    }
    const work = this.inTurn(place, seen).finally(() => {
      waiting.delete(work);
      if (waiting.size === 0) this.waiting.delete(place.range);
    });
    this.waiting.set(place.range, waiting.add(work));
  }

  /** Forgets a range that is no longer watched. */
  forget(range: string): void {
    this.buckets.delete(range);
    for (const one of this.said) if (one.startsWith(`${range}/`)) this.said.delete(one);
  }

  /** Waits until what was seen so far is in the log. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.waiting.values()].flatMap((all) => [...all]));
  }

  private orderOf(state: ExerciseState, id: string, seen: Observation): Order | undefined {
    const range = Object.hasOwn(state.ranges, id) ? state.ranges[id] : undefined;
    if (!range) return undefined;
    const { team, generation } = range;
    return { type: 'report-observation', actor: this.actor, team, range: id, generation, seen };
  }

  private async inTurn(place: SeenIn, seen: Observation): Promise<void> {
    for (const wait of [0, ...againAfter]) {
      try {
        const { connections, files } = wantedOf((await this.log.setting(place.exercise)).scenario);
        const others = connections.length + files.length > 0 ? slowestSourceMs : 0;
        await this.sleep(Math.max(wait, seen.at + others - Date.now()));
        return await this.report(place, seen);
      } catch (error) {
        const last = wait === againAfter.at(-1) || this.stopped;
        const what = last ? 'a command could not be judged' : 'a command is judged again';
        this.say(last ? 'error' : 'warn', `range ${place.range}: ${what}: ${(error as Error).message}`);
        if (last) return;
      }
    }
  }

  /** A worker that ends waits for nothing. */
  private async sleep(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!this.stopped && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(100, until - Date.now())));
    }
  }

  private mayLog(range: string): boolean {
    const bucket = this.buckets.get(range) ?? new Bucket(logged, loggedASecond);
    this.buckets.set(range, bucket);
    if (bucket.take()) return true;
    this.sayOnce(
      range,
      `what is seen changes its tasks more than ${loggedASecond} times a second, the rest is left out`,
    );
    return false;
  }

  private sayOnce(range: string, what: string): void {
    if (this.said.has(`${range}/${what}`)) return;
    this.said.add(`${range}/${what}`);
    this.say('warn', `range ${range}: ${what}`);
  }
}
