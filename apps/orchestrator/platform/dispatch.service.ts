import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#config';
import type { ExerciseEvent } from '#exercise';
import { WakeUp, type Queues } from '#messaging';
import { ExerciseLog, RangeRow, ScenarioPacks } from '#persistence';
import type { Observable, Subscription } from 'rxjs';
import { DataSource, In, IsNull, Not } from 'typeorm';
import { HostWatch, type LostHost } from './host-watch.js';
import { decideQueue } from './queue.js';
import { anyRequested, readHosts, readSituation } from './situation.js';
import { APPENDED, CONFIG, QUEUES } from './tokens.js';
import { WaitingList, type Place } from './waiting-list.js';

const lookEvery = 2_000;
/** While ranges wait, whatever happens may have made room: the queue is looked at anew, at most this often, ms. */
const lookAtMostEvery = 200;

/** What a range's host has something to do about. */
const wakes: ReadonlySet<ExerciseEvent['type']> = new Set([
  'range.placed',
  'range.resetting',
  'range.suspended',
  'range.resumed',
  'node.reset',
  'scenario.replaced',
  'link.changed',
  'capture.started',
  'capture.stopped',
  'range.stopping',
]);
/** What the hosts of all of an exercise's ranges have something to do about. */
const wakesAll: ReadonlySet<ExerciseEvent['type']> = new Set(['exercise.paused', 'exercise.resumed']);
/** What takes up a host's worker until it is done. */
const unsettled = ['queued', 'preparing', 'starting', 'resetting', 'stopping'];

/**
 * Brings what the log asks for to the hosts: places requested ranges where there is room and wakes their workers, and
 * gives up the ranges of hosts that are lost. It acts right after a commit; what a crash between commit and wake-up left
 * behind is taken up at the start. What else is lost on the way, the workers' own look finds.
 */
@Injectable()
export class DispatchService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DispatchService.name);
  private readonly hosts: HostWatch;
  private readonly waiting: WaitingList;
  /** Ranges whose host is yet to be woken, because the queue or the database was away. */
  private readonly unwoken = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private following: Subscription | undefined;
  private unlisten: (() => void) | undefined;
  private placing: Promise<void> | undefined;
  private again = false;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private due: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
    private readonly packs: ScenarioPacks,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(APPENDED) private readonly appended: Observable<ExerciseEvent[]>,
    @Inject(QUEUES) private readonly queues: Queues,
    private readonly wakeUp: WakeUp,
  ) {
    this.hosts = new HostWatch(config.hostLost);
    this.waiting = new WaitingList((exercise, transient) => this.wakeUp.tell(exercise, transient));
  }

  async onModuleInit(): Promise<void> {
    this.following = this.appended.subscribe((events) => this.follow(events));
    // A worker that is done has said so in some exercise's log.
    this.unlisten = await this.wakeUp.listen(({ seq }) => {
      if (seq !== undefined && this.waiting.size > 0) this.placeSoon();
    });
    this.try('taking up what was left', this.takeUp());
    this.try('placing ranges', this.place());
    // Hosts come and go without a word in any log.
    this.timer = setInterval(() => this.try('placing ranges', this.place()), lookEvery);
  }

  async onModuleDestroy(): Promise<void> {
    this.following?.unsubscribe();
    this.unlisten?.();
    clearInterval(this.timer);
    clearTimeout(this.due);
    // What goes wrong in it is told by whoever began it.
    await this.placing?.catch(() => undefined);
    this.waiting.close();
  }

  /** A waiting range's place in the queue, as of the last look. */
  placeOf(range: string): Place | undefined {
    return this.waiting.placeOf(range);
  }

  /** Acts on events just committed. */
  private follow(events: ExerciseEvent[]): void {
    if (events.some(({ type }) => type === 'range.requested')) this.placeSoon();
    const claimed = events.filter((event) => event.type === 'range.placed' && event.payload.warm);
    for (const claim of claimed) this.try(`claiming ${claim.range}`, this.claim(claim));
    const ranges = events.flatMap((event) =>
      event.range !== undefined && wakes.has(event.type) && !claimed.includes(event) ? event.range : [],
    );
    if (ranges.length > 0) this.try(`waking the hosts of ${ranges.join(', ')}`, this.wake(ranges));
    for (const { exercise } of events.filter(({ type }) => wakesAll.has(type))) {
      this.try(`waking the hosts of exercise ${exercise}`, this.wakeAll(exercise));
    }
  }

  private try(what: string, work: Promise<void>): void {
    work.catch((error: Error) => this.logger.error(`${what}: ${error.message}`));
  }

  /** Wakes the hosts of ranges; those whose host could not be woken are tried again with the next look. */
  private async wake(ranges: string[]): Promise<void> {
    try {
      const rows = await this.db.getRepository(RangeRow).findBy({ id: In(ranges), host: Not(IsNull()) });
      await this.send(rows);
    } catch (error) {
      for (const range of ranges) this.unwoken.add(range);
      throw error;
    }
  }

  private async wakeAll(exercise: string): Promise<void> {
    const rows = await this.db
      .getRepository(RangeRow)
      .findBy({ exercise, host: Not(IsNull()), status: Not(In(['gone', 'failed'])) });
    await this.wake(rows.map(({ id }) => id));
  }

  private wakeAgain(): void {
    const ranges = [...this.unwoken];
    this.unwoken.clear();
    if (ranges.length > 0) this.try(`waking again the hosts of ${ranges.join(', ')}`, this.wake(ranges));
  }

  /** Someone waits for what is ready but for its team's values: it takes no place among launches. */
  private async claim(event: ExerciseEvent): Promise<void> {
    if (event.type !== 'range.placed') return;
    try {
      await this.queues.send(event.payload.host, 'claim', { exercise: event.exercise, range: event.range! });
    } catch (error) {
      // Its reconcile does what the claim would have done, only later.
      this.unwoken.add(event.range!);
      throw error;
    }
  }

  private async takeUp(): Promise<void> {
    const rows = await this.db.getRepository(RangeRow).findBy({ status: In(unsettled), host: Not(IsNull()) });
    await this.wake(rows.map(({ id }) => id));
  }

  private async send(rows: RangeRow[]): Promise<void> {
    await Promise.all(
      rows.map(({ host, exercise, id }) => this.queues.send(host!, 'reconcile', { exercise, range: id })),
    );
  }

  /** Looks at the queue at once, or as soon as it may be looked at again. */
  private placeSoon(): void {
    if (this.due) return;
    const wait = Math.max(0, this.lookedAt + lookAtMostEvery - performance.now());
    this.due = setTimeout(() => {
      this.due = undefined;
      this.try('placing ranges', this.place());
    }, wait);
  }

  /** Places all that is requested; one look at a time, for each place taken counts for the next. */
  private place(): Promise<void> {
    this.again = true;
    this.placing ??= this.placeAll().finally(() => (this.placing = undefined));
    return this.placing;
  }

  private async placeAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      this.lookedAt = performance.now();
      await this.look();
    }
  }

  private async look(): Promise<void> {
    this.wakeAgain();
    const seen = await readHosts(this.db);
    const lost = this.hosts.look(seen, performance.now());
    if (lost.length > 0) await this.giveUp(lost);
    if (!(await anyRequested(this.db))) {
      this.waiting.replace([]);
      return;
    }
    const gone = new Set(lost.map(({ name }) => name));
    const situation = await readSituation(
      this.db,
      this.packs,
      seen.filter(({ name }) => !gone.has(name)),
    );
    const { memoryOvercommit, cpuOvercommit } = this.config;
    const { orders, waiting } = decideQueue(situation, { memoryOvercommit, cpuOvercommit });
    await this.carryOut(orders);
    this.waiting.replace(waiting);
  }

  /** Fails the ranges of lost hosts, so that they can be started again where there is room. */
  private async giveUp(lost: LostHost[]): Promise<void> {
    const reasons = new Map(lost.map(({ name, reason }) => [name, reason]));
    const rows = await this.db
      .getRepository(RangeRow)
      .findBy({ host: In([...reasons.keys()]), status: Not(In(['requested', 'gone', 'failed'])) });
    if (rows.length === 0) return;
    for (const [name, reason] of reasons) {
      const ranges = rows.filter(({ host }) => host === name).map(({ id }) => id);
      if (ranges.length > 0)
        this.logger.error(`host ${name} is lost, and with it ${ranges.join(', ')}: ${reason}`);
    }
    await this.carryOut(
      rows.map(({ id: range, exercise, host }) => ({
        exercise,
        order: { type: 'fail-range', actor: 'system', range, host: host!, reason: reasons.get(host!)! },
      })),
    );
  }

  private async carryOut(orders: { exercise: string; order: Parameters<ExerciseLog['execute']>[1] }[]) {
    const done = await Promise.allSettled(
      orders.map(({ exercise, order }) => this.log.execute(exercise, order)),
    );
    for (const [index, one] of done.entries()) {
      if (one.status === 'fulfilled') continue;
      const { exercise, order } = orders[index]!;
      this.logger.error(`${order.type} in exercise ${exercise}: ${String(one.reason)}`);
    }
  }
}
