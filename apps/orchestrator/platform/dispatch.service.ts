import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ExerciseEvent } from '#exercise';
import { WakeUp, type Queues } from '#messaging';
import { ExerciseLog, HostRow, RangeRow } from '#persistence';
import type { Observable, Subscription } from 'rxjs';
import { DataSource, In, MoreThan } from 'typeorm';
import { APPENDED, QUEUES } from './tokens.js';

/** A host whose worker has not been heard of for this long takes no new range, in milliseconds. */
export const hostSilence = 15_000;
const lookEvery = 2_000;

/** What a range's host has something to do about. */
const wakes: ReadonlySet<ExerciseEvent['type']> = new Set([
  'range.placed',
  'range.resetting',
  'range.suspended',
  'range.resumed',
  'node.reset',
  'range.stopping',
]);

/**
 * Brings what the log asks for to the hosts: places requested ranges and wakes their workers. It acts right after a
 * commit; what a crash between commit and wake-up left behind is taken up at the start. What else is lost on the way, the
 * workers' own look finds.
 */
@Injectable()
export class DispatchService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DispatchService.name);
  private timer: NodeJS.Timeout | undefined;
  private following: Subscription | undefined;
  private placing: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
    @Inject(APPENDED) private readonly appended: Observable<ExerciseEvent[]>,
    @Inject(QUEUES) private readonly queues: Queues,
    private readonly wakeUp: WakeUp,
  ) {}

  onModuleInit(): void {
    this.following = this.appended.subscribe((events) => this.follow(events));
    this.try('taking up what was left', this.takeUp());
    // Ranges for which there was no host wait for one.
    this.timer = setInterval(() => this.try('placing ranges', this.place()), lookEvery);
  }

  onModuleDestroy(): void {
    this.following?.unsubscribe();
    clearInterval(this.timer);
  }

  /** Acts on events just committed. */
  private follow(events: ExerciseEvent[]): void {
    if (events.some(({ type }) => type === 'range.requested')) this.try('placing ranges', this.place());
    for (const { type, exercise, range } of events) {
      if (wakes.has(type)) this.try(`after ${type} of ${range}`, this.wake(exercise, range!));
    }
  }

  private try(what: string, work: Promise<void>): void {
    work.catch((error: Error) => this.logger.error(`${what}: ${error.message}`));
  }

  private async wake(exercise: string, range: string): Promise<void> {
    const { host } = (await this.log.state(exercise)).ranges[range] ?? {};
    if (host) await this.queues.send(host, 'reconcile', { exercise, range });
  }

  private async takeUp(): Promise<void> {
    const status = In(['queued', 'preparing', 'starting', 'resetting', 'stopping']);
    for (const { id, exercise } of await this.db.getRepository(RangeRow).findBy({ status })) {
      await this.wake(exercise, id);
    }
  }

  /** Places all that is requested; one at a time, for each place taken counts for the next. */
  private place(): Promise<void> {
    this.again = true;
    this.placing ??= this.placeAll().finally(() => (this.placing = undefined));
    return this.placing;
  }

  private async placeAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      const requested = await this.db
        .getRepository(RangeRow)
        .find({ where: { status: 'requested' }, order: { changedAt: 'ASC' } });
      if (requested.length > 0) await this.spread(requested);
    }
  }

  /** Puts each range on the live host with the fewest. With none alive they stay requested, and are told so. */
  private async spread(requested: RangeRow[]): Promise<void> {
    const seen = new Date(Date.now() - hostSilence);
    const alive = await this.db.getRepository(HostRow).findBy({ seenAt: MoreThan(seen) });
    const usable = alive.filter(({ status }) => status.docker.ok && status.isolation.ok);
    if (usable.length === 0) {
      const said = alive.flatMap(({ status }) => [status.docker, status.isolation]).find(({ ok }) => !ok);
      const reason = `Waiting for a host. ${said?.detail ?? 'No worker answers.'}`;
      for (const { id: range, exercise, team } of requested)
        this.wakeUp.tell(exercise, { kind: 'queue', team, range, reason });
      return;
    }
    const counts = await this.db.query<{ host: string; n: string }[]>(
      `SELECT host, count(*) AS n FROM ranges WHERE status NOT IN ('gone', 'failed') GROUP BY host`,
    );
    const load = new Map(
      usable.map(({ name }) => [name, Number(counts.find(({ host }) => host === name)?.n ?? 0)]),
    );
    const orders = requested.map(({ id: range, exercise }) => {
      const [[host, n]] = [...load].sort(([, a], [, b]) => a - b) as [[string, number]];
      load.set(host, n + 1);
      return this.log.execute(exercise, { type: 'place-range', actor: 'system', range, host });
    });
    for (const placed of await Promise.allSettled(orders)) {
      if (placed.status === 'rejected') this.logger.error(`placing a range: ${String(placed.reason)}`);
    }
  }
}
