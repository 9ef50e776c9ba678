import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { UnknownExercise } from '#persistence';
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { pathOf } from './server.js';

/** Every failure of a request leaves as an RFC 9457 problem; an unexpected one is logged and told by number only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const response = host.switchToHttp().getResponse<FastifyReply>();
    if (response.raw.headersSent) {
      this.logger.error(`${request.method} ${pathOf(request)} broke off: ${String(error)}`);
      response.raw.end();
      return;
    }
    const problem = this.problemOf(error, request).toProblem();
    if (problem.status === 401) void response.header('WWW-Authenticate', 'Bearer');
    if (problem.retryAfter !== undefined) void response.header('Retry-After', String(problem.retryAfter));
    void response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(error: unknown, request: FastifyRequest): ProblemError {
    if (error instanceof ProblemError) return error;
    if (error instanceof UnknownExercise) {
      return new ProblemError(404, 'exercise-unknown', `There is no exercise ${error.exercise}.`);
    }
    if (error instanceof HttpException) {
      return new ProblemError(error.getStatus(), slugs[error.getStatus()] ?? 'refused', error.message);
    }
    const status = (error as { statusCode?: unknown }).statusCode;
    // The server's own: too large, cut off.
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return new ProblemError(status, slugs[status] ?? 'bad-request', (error as Error).message);
    }
    const number = randomUUID();
    const full = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.logger.error(`${request.method} ${pathOf(request)} failed, number ${number}: ${full}`);
    if (isFullDisk(error)) {
      const detail = `The server's disk is full, so nothing was changed. Tell the admin; number ${number}.`;
      return new ProblemError(507, 'disk-full', detail);
    }
    return new ProblemError(
      500,
      'unexpected',
      `Something went wrong on the server. Its log knows more: number ${number}.`,
    );
  }
}

const slugs: Record<number, string> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** PostgreSQL's disk_full (53100), or the system's ENOSPC. */
const isFullDisk = (error: unknown): boolean =>
  ['53100', 'ENOSPC'].includes(
    (error as { code?: string; driverError?: { code?: string } })?.driverError?.code ??
      (error as { code?: string })?.code ??
      '',
  );
