import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ExerciseEvent } from '#exercise';
import { WakeUp, type Queues } from '#messaging';
import { ExerciseLog, HostRow, RangeRow } from '#persistence';
import type { Observable, Subscription } from 'rxjs';
import { DataSource, In, LessThan, MoreThan } from 'typeorm';
import { APPENDED, QUEUES } from './tokens.js';

/** A host whose worker has not been heard of for this long takes no new range, in milliseconds. */
export const hostSilence = 15_000;
const lookEvery = 2_000;
/** A range that has not moved for this long gets another wake-up, in milliseconds. */
const stuckAfter = 30_000;

/**
 * Brings what the log asks for to the hosts: places requested ranges and wakes their workers. It acts right after a
 * commit, and looks again every two seconds, so that a crash between commit and wake-up loses nothing.
 */
@Injectable()
export class DispatchService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DispatchService.name);
  private timer: NodeJS.Timeout | undefined;
  private following: Subscription | undefined;
  private readonly nudged = new Map<string, number>();
  private looked = false;

  constructor(
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
    @Inject(APPENDED) private readonly appended: Observable<ExerciseEvent[]>,
    @Inject(QUEUES) private readonly queues: Queues,
    private readonly wakeUp: WakeUp,
  ) {}

  onModuleInit(): void {
    this.following = this.appended.subscribe((events) => this.follow(events));
    const look = async () => {
      try {
        await this.look();
      } catch (error) {
        this.logger.error(`looking for work: ${(error as Error).message}`);
      }
      this.timer = setTimeout(() => void look(), lookEvery);
    };
    this.timer = setTimeout(() => void look(), 100);
  }

  onModuleDestroy(): void {
    this.following?.unsubscribe();
    clearTimeout(this.timer);
  }

  /** Acts on events just committed. */
  private follow(events: ExerciseEvent[]): void {
    for (const event of events) {
      const act = this.actOn(event);
      act?.catch((error: Error) =>
        this.logger.error(`after ${event.type} of ${event.range}: ${error.message}`),
      );
    }
  }

  private actOn(event: ExerciseEvent): Promise<void> | undefined {
    switch (event.type) {
      case 'range.requested':
        return this.place(event.exercise, event.team!, event.range!);
      case 'range.placed':
        return this.queues.send(event.payload.host, 'reconcile', {
          exercise: event.exercise,
          range: event.range!,
        });
      case 'range.resetting':
      case 'range.stopping':
        return this.wake(event.exercise, event.range!);
      default:
        return undefined;
    }
  }

  private async wake(exercise: string, range: string): Promise<void> {
    const { host } = (await this.log.state(exercise)).ranges[range] ?? {};
    if (host) await this.queues.send(host, 'reconcile', { exercise, range });
  }

  /** Puts a range on the live host with the fewest ranges. With none alive it stays requested, and is told so. */
  private async place(exercise: string, team: string, range: string): Promise<void> {
    const seen = new Date(Date.now() - hostSilence);
    const alive = await this.db.getRepository(HostRow).findBy({ seenAt: MoreThan(seen) });
    const usable = alive.filter(({ status }) => status.docker.ok && status.isolation.ok);
    if (usable.length === 0) {
      const said = alive.flatMap(({ status }) => [status.docker, status.isolation]).find(({ ok }) => !ok);
      const reason = said?.detail ?? 'No worker answers.';
      this.wakeUp.tell(exercise, { kind: 'queue', team, range, reason: `Waiting for a host. ${reason}` });
      return;
    }
    const counts = await this.db.query<{ host: string; n: string }[]>(
      `SELECT host, count(*) AS n FROM ranges WHERE status NOT IN ('gone', 'failed') GROUP BY host`,
    );
    const load = (host: string) => Number(counts.find((row) => row.host === host)?.n ?? 0);
    const [host] = usable.map(({ name }) => name).sort((a, b) => load(a) - load(b));
    await this.log.execute(exercise, { type: 'place-range', actor: 'system', range, host: host! });
  }

  private async look(): Promise<void> {
    const ranges = this.db.getRepository(RangeRow);
    for (const { id, exercise, team } of await ranges.findBy({ status: 'requested' })) {
      await this.place(exercise, team, id);
    }
    // One that died right after a commit has woken nobody: the first look of its successor takes that up.
    const patience = this.looked ? stuckAfter : 0;
    const stuck = await ranges.findBy({
      status: In(['queued', 'preparing', 'starting', 'resetting', 'stopping']),
      changedAt: LessThan(new Date(Date.now() - patience)),
    });
    for (const { id, exercise } of stuck) {
      if (Date.now() - (this.nudged.get(id) ?? 0) < stuckAfter) continue;
      this.nudged.set(id, Date.now());
      await this.wake(exercise, id);
    }
    const still = new Set(stuck.map(({ id }) => id));
    for (const id of this.nudged.keys()) if (!still.has(id)) this.nudged.delete(id);
    this.looked = true;
  }
}
