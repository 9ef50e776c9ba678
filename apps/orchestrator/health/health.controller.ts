import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Queues } from '#messaging';
import { HostRow } from '#persistence';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { health } from '../contract/schemas.js';
import { Open } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { QUEUES } from '../platform/tokens.js';
import { hostSilence } from '../platform/situation.js';

interface Part {
  ok: boolean;
  detail: string;
}

/** Whether everything that a range needs answers, and if not, what does not. */
@ApiTags('health')
@Controller('healthz')
export class HealthController {
  constructor(
    private readonly db: DataSource,
    @Inject(QUEUES) private readonly queues: Queues,
  ) {}

  @Get()
  @Open()
  @Documented('200 when database, queue, worker and Docker all answer, else 503', health)
  async health(@Res({ passthrough: true }) response: FastifyReply) {
    const parts: Record<string, Part> = {
      database: await answers('PostgreSQL', () => this.db.query('SELECT 1')),
      queue: await answers('The queue', () => this.queues.ping()),
      ...(await this.hosts()),
    };
    const ok = Object.values(parts).every((part) => part.ok);
    void response.status(ok ? 200 : 503);
    return { status: ok ? ('ok' as const) : ('failing' as const), parts };
  }

  private async hosts(): Promise<Record<string, Part>> {
    const silent = (detail: string) => ({ worker: { ok: false, detail }, docker: { ok: false, detail } });
    let hosts: HostRow[];
    try {
      hosts = await this.db.getRepository(HostRow).find();
    } catch (error) {
      return silent(`not known, because the database does not answer: ${(error as Error).message}`);
    }
    const alive = hosts.filter(({ seenAt }) => Date.now() - seenAt.getTime() < hostSilence);
    if (alive.length === 0) return silent('No worker has reported in the last 15 s.');
    const best =
      alive.find(({ status }) => status.docker.ok && status.isolation.ok && !status.preparing) ?? alive[0]!;
    const { docker, isolation, preparing } = best.status;
    return {
      worker: { ok: !preparing, detail: preparing ?? `${alive.length} answering` },
      docker,
      isolation,
    };
  }
}

async function answers(what: string, ask: () => Promise<unknown>): Promise<Part> {
  try {
    await within(5_000, ask());
    return { ok: true, detail: 'answers' };
  } catch (error) {
    return { ok: false, detail: `${what} does not answer: ${(error as Error).message}` };
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
