import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { host, list } from '../contract/schemas.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { hostSilence, readHosts, type HostSeen } from '../platform/situation.js';

/** The Docker hosts of the installation. */
@ApiTags('hosts')
@Controller('api/v1/hosts')
export class HostsController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Needs('installation:manage')
  @Documented('The Docker hosts, what they have, and how many ranges are on each', list(host))
  async list() {
    const hosts = await readHosts(this.db);
    const counts = await this.db.query<{ host: string; n: number }[]>(
      `SELECT host, count(*)::int AS n FROM ranges WHERE status NOT IN ('gone', 'failed') GROUP BY host`,
    );
    const ranges = new Map(counts.map(({ host: name, n }) => [name, n]));
    const items = hosts
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((one) => ({
        name: one.name,
        seenAt: new Date(one.seenAt).toISOString(),
        ...stateOf(one),
        ranges: ranges.get(one.name) ?? 0,
        ...(one.status.capacity ? { capacity: one.status.capacity } : {}),
      }));
    return { items };
  }
}

function stateOf({ status, silent }: HostSeen) {
  const wrong = [status.docker, status.isolation].find(({ ok }) => !ok);
  if (silent >= hostSilence) {
    return { state: 'silent', detail: `its worker was last heard of ${Math.round(silent / 1_000)} s ago` };
  }
  if (wrong) return { state: 'failing', detail: wrong.detail };
  if (status.preparing) return { state: 'preparing', detail: status.preparing };
  return { state: 'ready', detail: status.docker.detail };
}
