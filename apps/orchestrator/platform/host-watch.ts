/** A host as its row says. */
export interface SeenHost {
  name: string;
  /** Changes with each report of its worker. */
  seenAt: number;
  /** How long its worker has said nothing, by the database's clock, ms. */
  silent: number;
  dockerOk: boolean;
}

/** A host that nothing is to be hoped of any more, and what to tell those whose ranges were there. */
export interface LostHost {
  name: string;
  reason: string;
}

interface Watched {
  seenAt: number;
  /** When that was first read here. */
  heardAt: number;
  /** Since when its worker says that Docker does not answer. */
  dockerBadSince: number | undefined;
}

/** Without a look for this long we were away ourselves, and know nothing of what was meanwhile, ms. */
const longestGap = 10_000;

/**
 * Tells which hosts are lost: silent, or without Docker, for so long while we looked. Time in which we or the database
 * were away counts for no host, for then nobody could be heard. Reads no clock: times come from outside, in ms.
 */
export class HostWatch {
  private readonly watched = new Map<string, Watched>();
  private lastLook: number | undefined;

  constructor(private readonly limit: number) {}

  /** Takes note of what was read at `now`, of a clock that only goes forward. */
  look(hosts: readonly SeenHost[], now: number): LostHost[] {
    if (this.lastLook === undefined || now - this.lastLook > longestGap) this.watched.clear();
    this.lastLook = now;
    for (const host of hosts) this.note(host, now);
    return hosts.flatMap((host) => this.judge(host, now) ?? []);
  }

  private note({ name, seenAt, dockerOk }: SeenHost, now: number): void {
    const before = this.watched.get(name);
    this.watched.set(name, {
      seenAt,
      heardAt: before?.seenAt === seenAt ? before.heardAt : now,
      dockerBadSince: dockerOk ? undefined : (before?.dockerBadSince ?? now),
    });
  }

  private judge({ name, silent }: SeenHost, now: number): LostHost | undefined {
    const { heardAt, dockerBadSince } = this.watched.get(name)!;
    const again = 'Start it again, and it is built anew where there is room.';
    if (silent >= this.limit && now - heardAt >= this.limit) {
      const reason = `The host of this range has not been heard of for ${this.limit / 1_000} s. ${again}`;
      return { name, reason };
    }
    if (dockerBadSince !== undefined && now - dockerBadSince >= this.limit) {
      const reason = `Docker on the host of this range has not answered for ${this.limit / 1_000} s. ${again}`;
      return { name, reason };
    }
    return undefined;
  }
}
