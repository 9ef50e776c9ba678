import type { HostStatus, ScenarioPacks } from '#persistence';
import type { DataSource } from 'typeorm';
import type { HostLoad } from './admission.js';
import { demandOf, noDemand, together, type Demand } from './demand.js';
import type { SeenHost } from './host-watch.js';

/** A host whose worker has not been heard of for this long takes no new range, in milliseconds. */
export const hostSilence = 15_000;
/** What was ready less long ago may not show in what a host measured, ms. */
const measuredAfter = 10_000;

/** A host's row. */
export interface HostSeen extends SeenHost {
  status: HostStatus;
}

/** A range that waits for a host. */
export interface RequestedRange {
  range: string;
  exercise: string;
  team: string;
  /** Counts up in the order in which they were asked for. */
  asked: number;
  /** Wall time since then, ms. */
  age: number;
  /** What it asks for, or why that cannot be told. */
  demand: Demand | Error;
}

/** Who waits, and what is at work where. */
export interface Situation {
  requested: RequestedRange[];
  hosts: HostLoad[];
  /** What to say while no host takes ranges. */
  noHost: string;
  /** Whether every host has told what it has. */
  allKnown: boolean;
  /** Per exercise: ranges that are being launched, and when one was last placed (ms since 1970). */
  inFlight: Map<string, number>;
  servedAt: Map<string, number>;
  /** How long the last launches took, ms, the latest last. */
  launches: number[];
}

interface RangeFact {
  id: string;
  exercise: string;
  team: string;
  host: string | null;
  status: string;
  digest: string;
  age: number;
  placed: number | null;
  ready: number | null;
  took: number | null;
}

/** What a host's worker has waiting or is at work on. */
const launching = ['queued', 'preparing', 'starting', 'resetting', 'placed'];
const atWork = new Set([...launching, 'stopping', 'retiring']);

/** All hosts and what their workers last said. */
export async function readHosts(db: DataSource): Promise<HostSeen[]> {
  const rows = await db.query<{ name: string; status: HostStatus; seen: number; silent: number }[]>(
    `SELECT name, status, extract(epoch FROM seen_at)::float8 * 1000 AS seen,
       extract(epoch FROM now() - seen_at)::float8 * 1000 AS silent FROM hosts`,
  );
  return rows.map(({ name, status, seen, silent }) => ({
    name,
    status,
    seenAt: seen,
    silent,
    dockerOk: status.docker.ok,
  }));
}

/** Whether any range waits for a host. */
export async function anyRequested(db: DataSource): Promise<boolean> {
  const rows = await db.query<unknown[]>(`SELECT 1 FROM ranges WHERE status = 'requested' LIMIT 1`);
  return rows.length > 0;
}

/** Reads who waits and what is at work, in two queries however many there are. @param hosts those not lost */
export async function readSituation(
  db: DataSource,
  packs: ScenarioPacks,
  hosts: readonly HostSeen[],
): Promise<Situation> {
  const [ranges, warm] = await Promise.all([readRanges(db), readWarm(db)]);
  const demands = await readDemands(packs, [...ranges, ...warm]);
  const requested = ranges
    .filter(({ status }) => status === 'requested')
    .map(({ id, exercise, team, age, digest }, asked) => {
      return { range: id, exercise, team, asked, age, demand: demands.get(digest)! };
    });
  const placed = ranges.filter(({ status }) => status !== 'requested');
  const inFlight = new Map<string, number>();
  const servedAt = new Map<string, number>();
  for (const { exercise, status, placed: at } of placed) {
    if (atWork.has(status)) inFlight.set(exercise, (inFlight.get(exercise) ?? 0) + 1);
    servedAt.set(exercise, Math.max(at ?? 0, servedAt.get(exercise) ?? 0));
  }
  return {
    requested,
    inFlight,
    servedAt,
    hosts: hosts.flatMap((host) => loadOf(host, [...placed, ...warm], demands) ?? []),
    noHost: whyNoHost(hosts),
    allKnown: hosts.every(({ status }) => status.capacity !== undefined),
    launches: placed
      .filter(({ placed: at, took }) => at !== null && took !== null && took > 0)
      .sort((a, b) => a.ready! - b.ready!)
      .map(({ took }) => took!),
  };
}

function readRanges(db: DataSource): Promise<RangeFact[]> {
  return db.query<RangeFact[]>(
    `SELECT r.id, r.exercise, r.team, r.host, r.status, e.scenario_digest AS digest,
       extract(epoch FROM now() - r.changed_at)::float8 * 1000 AS age,
       extract(epoch FROM r.placed_at)::float8 * 1000 AS placed,
       extract(epoch FROM r.ready_at)::float8 * 1000 AS ready,
       extract(epoch FROM r.ready_at - r.begun_at)::float8 * 1000 AS took
     FROM ranges r JOIN exercises e ON e.id = r.exercise
     WHERE r.status NOT IN ('gone', 'failed')
     ORDER BY r.changed_at, length(r.team), r.team, r.id`,
  );
}

type WarmFact = Pick<RangeFact, 'host' | 'status' | 'digest' | 'age'>;

function readWarm(db: DataSource): Promise<WarmFact[]> {
  return db.query<WarmFact[]>(
    `SELECT w.host, w.status, p.scenario_digest AS digest,
       extract(epoch FROM now() - w.changed_at)::float8 * 1000 AS age
     FROM warm_ranges w JOIN pools p ON p.id = w.pool
     WHERE w.status IN ('placed', 'preparing', 'ready', 'retiring')`,
  );
}

async function readDemands(packs: ScenarioPacks, facts: readonly { digest: string }[]) {
  const digests = [...new Set(facts.map(({ digest }) => digest))];
  const demands = await Promise.all(
    digests.map(async (digest): Promise<[string, Demand | Error]> => {
      try {
        return [digest, demandOf((await packs.get(digest)).scenario)];
      } catch (error) {
        return [digest, error as Error];
      }
    }),
  );
  return new Map(demands);
}

/** A host's load; undefined while it has not told what it has. */
function loadOf(
  { name, status, silent }: HostSeen,
  facts: readonly WarmFact[],
  demands: ReadonlyMap<string, Demand | Error>,
): HostLoad | undefined {
  const { capacity, preparing, docker, isolation } = status;
  if (!capacity) return undefined;
  let [reserved, unmeasured, inFlight] = [noDemand, noDemand, 0];
  for (const { status: word, digest, age } of facts.filter(({ host }) => host === name)) {
    const known = demands.get(digest);
    const all = known instanceof Error || !known ? noDemand : known;
    // What is frozen uses no cpu, and keeps all else.
    const demand = word === 'suspended' ? { ...all, cpus: 0 } : all;
    reserved = together(reserved, demand);
    if (atWork.has(word)) inFlight += 1;
    if (launching.includes(word) || age < measuredAfter) unmeasured = together(unmeasured, demand);
  }
  return {
    name,
    usable: silent < hostSilence && docker.ok && isolation.ok,
    ...(preparing === undefined ? {} : { preparing }),
    capacity,
    reserved,
    unmeasured,
    inFlight,
  };
}

function whyNoHost(hosts: readonly HostSeen[]): string {
  const alive = hosts.filter(({ silent }) => silent < hostSilence);
  const said = alive.flatMap(({ status }) => [status.docker, status.isolation]).find(({ ok }) => !ok);
  if (said) return `waiting for a host: ${said.detail}`;
  return alive.length > 0
    ? 'waiting for a host: it is being measured'
    : 'waiting for a host: no worker answers';
}
