import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Person } from '#auth';
import { IdempotencyRow } from '#persistence';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, map, mergeMap, throwError, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { ProblemError } from './problem.js';
import { pathOf } from './server.js';

/** For routes that take or give secrets: nothing of them is kept, so their POSTs are not recognised when repeated. */
export const Unrecorded = () => SetMetadata('vocr:unrecorded', true);

/** A repeated POST with the same Idempotency-Key gets the answer of the first, for 24 hours. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly db: DataSource,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest & { person?: Person }>();
    const response = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.person) return next.handle();
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>('vocr:unrecorded', route)) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw new ProblemError(
        400,
        'idempotency-key-invalid',
        'An Idempotency-Key is 1 to 200 visible ASCII characters.',
      );
    }
    const where = { account: request.person.account, route: pathOf(request), key };
    const bodyHash = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('hex');
    const first = await this.claim(where, bodyHash);
    if (first) {
      if (first.bodyHash !== bodyHash) {
        const detail = 'This Idempotency-Key was used with another body: use a new key for a new request.';
        throw new ProblemError(422, 'idempotency-key-reused', detail);
      }
      if (first.status === null) {
        throw new ProblemError(409, 'still-at-work', 'The first request with this key is still at work.');
      }
      void response.status(first.status);
      return from([first.body]);
    }
    return next.handle().pipe(
      mergeMap((body: unknown) =>
        from(this.keep(where, response.statusCode, body ?? null)).pipe(map(() => body)),
      ),
      catchError((error: unknown) => from(this.forget(where)).pipe(mergeMap(() => throwError(() => error)))),
    );
  }

  /** Undefined when the key is ours now; else what the one before left. */
  private async claim(where: Pick<IdempotencyRow, 'account' | 'route' | 'key'>, bodyHash: string) {
    const rows = this.db.getRepository(IdempotencyRow);
    // No request is at work for two minutes: its process has died with it.
    await this.db.query(
      `DELETE FROM idempotency WHERE created_at < now() - interval '24 hours'
       OR (status IS NULL AND created_at < now() - interval '2 minutes')`,
    );
    for (;;) {
      const [claimed] = await this.db.query<unknown[]>(
        `INSERT INTO idempotency (account, route, key, body_hash, created_at) VALUES ($1, $2, $3, $4, now())
         ON CONFLICT DO NOTHING RETURNING key`,
        [where.account, where.route, where.key, bodyHash],
      );
      if (claimed) return undefined;
      const first = await rows.findOneBy(where);
      if (first) return first;
      // The first has failed meanwhile and given the key up: it is free again.
    }
  }

  private async keep(where: object, status: number, body: unknown): Promise<void> {
    await this.db.getRepository(IdempotencyRow).update(where, { status, body: body as never });
  }

  /** A request that failed changed nothing, so it may be tried again with the same key. */
  private async forget(where: object): Promise<void> {
    await this.db.getRepository(IdempotencyRow).delete(where);
  }
}
