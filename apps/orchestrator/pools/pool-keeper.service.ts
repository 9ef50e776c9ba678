import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { newId } from '#auth';
import type { Config } from '#config';
import type { ExerciseEvent, PoolOrder, PoolState } from '#exercise';
import type { Queues } from '#messaging';
import { PoolLog, ScenarioPacks, type PoolOutcome } from '#persistence';
import type { Observable, Subscription } from 'rxjs';
import { DataSource } from 'typeorm';
import { admit, type Request } from '../platform/admission.js';
import { demandOf } from '../platform/demand.js';
import { HostWatch, type LostHost } from '../platform/host-watch.js';
import { anyRequested, readHosts, readSituation } from '../platform/situation.js';
import { APPENDED, CONFIG, QUEUES } from '../platform/tokens.js';

const lookEvery = 2_000;
/** After a range was placed or claimed, the host is left to it for so long before pools are filled, ms. */
const calmAfter = 3_000;
/** Length of a range's id. */
const rangeIdLength = 8;
/** Workers are told once more of what they have to do when they did not take it up for so many looks. */
const remindEvery = 15;

/** A range that is asked for, and whose it is. */
interface Wanted extends Request {
  pool: string;
}

/**
 * Keeps the pools filled: asks for the ranges that are missing, gives them hosts while nobody waits for a range of their
 * own, and lets go those of hosts that are lost.
 */
@Injectable()
export class PoolKeeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(PoolKeeper.name);
  private readonly hosts: HostWatch;
  private timer: NodeJS.Timeout | undefined;
  private following: Subscription | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private looks = 0;
  /** When, by the clock that only goes forward, nobody is in the midst of a claim or a launch any more. */
  private calmFrom = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pools: PoolLog,
    private readonly db: DataSource,
    private readonly packs: ScenarioPacks,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(APPENDED) private readonly appended: Observable<ExerciseEvent[]>,
    @Inject(QUEUES) private readonly queues: Queues,
  ) {
    this.hosts = new HostWatch(config.hostLost);
  }

  onModuleInit(): void {
    this.following = this.appended.subscribe((events) => {
      if (events.some(({ type }) => type === 'range.placed')) this.calmFrom = performance.now() + calmAfter;
    });
    this.timer = setInterval(() => this.lookNow(), lookEvery);
    this.lookNow();
  }

  async onModuleDestroy(): Promise<void> {
    this.following?.unsubscribe();
    clearInterval(this.timer);
    await this.looking;
  }

  /** Gives an order to a pool, and tells the workers what follows from it. */
  async execute(pool: string, order: PoolOrder): Promise<PoolOutcome> {
    const outcome = await this.pools.execute(pool, order);
    if (!outcome.ok) return outcome;
    for (const { type, range } of outcome.events) {
      if (type === 'warm.placed' || type === 'warm.retiring') await this.wake(outcome.state, range!);
    }
    return outcome;
  }

  /** Looks at all pools, at once or as soon as the look under way is done. */
  lookNow(): void {
    this.again = true;
    this.looking ??= this.lookAll()
      .catch((error: Error) => this.logger.error(`looking after pools: ${error.message}`))
      .finally(() => (this.looking = undefined));
  }

  private async lookAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.look(await this.pools.all());
    }
  }

  private async look(pools: PoolState[]): Promise<void> {
    if (pools.length === 0) return;
    const seen = await readHosts(this.db);
    const lost = this.hosts.look(seen, performance.now());
    await this.letGo(pools, lost);
    if (this.looks++ % remindEvery === 0) await this.remind(pools);
    const filled: PoolState[] = [];
    for (const { id, size } of pools.filter(({ phase }) => phase === 'open')) {
      const ranges = Array.from({ length: size }, () => newId(rangeIdLength));
      filled.push((await this.execute(id, { type: 'fill', actor: 'system', ranges })).state);
    }
    // Whoever waits for a range of their own, or opens one just now, comes first.
    if (performance.now() < this.calmFrom || (await anyRequested(this.db))) return;
    const gone = new Set(lost.map(({ name }) => name));
    await this.place(
      filled,
      seen.filter(({ name }) => !gone.has(name)),
    );
  }

  /** Gives ranges that are asked for to hosts with room; half of what a host can work on is left to people. */
  private async place(pools: PoolState[], seen: Awaited<ReturnType<typeof readHosts>>): Promise<void> {
    const wanted = (await Promise.all(pools.map((pool) => this.wantedOf(pool)))).flat();
    if (wanted.length === 0) return;
    const { hosts, noHost, allKnown } = await readSituation(this.db, this.packs, seen);
    const { memoryOvercommit, cpuOvercommit } = this.config;
    const half = hosts.map((host) => ({ ...host, inFlight: host.inFlight + host.capacity.slots }));
    const bounds = { memoryOvercommit, cpuOvercommit };
    const verdicts = admit(wanted, half, { bounds, noHost, allKnown });
    for (const { range, pool } of wanted) {
      const verdict = verdicts.get(range)!;
      if (verdict.is === 'place')
        await this.execute(pool, { type: 'place', actor: 'system', range, host: verdict.host });
      else if (verdict.is === 'never') await this.stop(pool, verdict.reason);
    }
  }

  /** The ranges of a pool that wait for a host. One whose scenario cannot be read stops, and keeps no other waiting. */
  private async wantedOf({ id: pool, scenario, ranges }: PoolState): Promise<Wanted[]> {
    const waiting = Object.values(ranges).filter(({ status }) => status === 'requested');
    if (waiting.length === 0) return [];
    try {
      const demand = demandOf((await this.packs.get(scenario.digest)).scenario);
      return waiting.map(({ id: range }) => ({ range, pool, demand, age: 0 }));
    } catch (error) {
      await this.stop(pool, `The scenario of this pool cannot be read: ${(error as Error).message}`);
      return [];
    }
  }

  private async stop(pool: string, reason: string): Promise<void> {
    const outcome = await this.execute(pool, { type: 'stop', actor: 'system', reason });
    if (outcome.ok && outcome.events.length > 0) this.logger.warn(`pool ${pool} has stopped: ${reason}`);
  }

  /** What stood on a lost host is no longer to be had. The worker sweeps it, should it come back. */
  private async letGo(pools: PoolState[], lost: LostHost[]): Promise<void> {
    for (const { name, reason } of lost) {
      for (const pool of pools) {
        for (const { id: range, host } of Object.values(pool.ranges)) {
          if (host === name) await this.execute(pool.id, { type: 'lose', actor: 'system', range, reason });
        }
      }
    }
  }

  /** A job that was lost between a commit and the queue is sent again. */
  private async remind(pools: PoolState[]): Promise<void> {
    for (const pool of pools) {
      for (const { id, status } of Object.values(pool.ranges)) {
        if (status === 'placed' || status === 'retiring') await this.wake(pool, id);
      }
    }
  }

  private async wake(pool: PoolState, range: string): Promise<void> {
    const { host } = pool.ranges[range] ?? {};
    if (host) await this.queues.send(host, 'warm', { pool: pool.id, range });
  }
}
