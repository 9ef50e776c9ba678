import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Holders, may, type Permission, type Person } from '#auth';
import type { Config } from '#config';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { DataSource } from 'typeorm';
import { CONFIG } from '../platform/tokens.js';
import { notSignedIn, notYours } from './problem.js';

export const sessionCookie = 'vocr_session';

/** Who asks is not checked: for what must work before signing in. */
export const Open = () => SetMetadata('vocr:open', true);
/** Only for those whose role may do this. */
export const Needs = (permission: Permission) => SetMetadata('vocr:needs', permission);

/** Finds out who asks, by Bearer token or by the session's cookie. */
@Injectable()
export class Authenticator {
  private readonly holders: Holders;

  constructor(
    db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.holders = new Holders(db);
  }

  /**
   * The person who sends a request. A cookie counts only from our own pages, so that no other site can act for them.
   * @throws ProblemError 401 when no one is signed in, 403 when a foreign page sends the cookie
   */
  async person(request: IncomingMessage, unsafe: boolean): Promise<Person> {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const cookie = bearer === undefined ? cookieOf(request) : undefined;
    if (bearer === undefined && cookie === undefined) throw notSignedIn();
    if (cookie !== undefined && unsafe && !this.isOwnOrigin(request)) {
      throw notYours('This request comes from another site.');
    }
    const holder = await this.holders.find(bearer ? 'token' : 'session', (bearer ?? cookie)!);
    if (holder.ok) return holder.person;
    if (holder.why === 'disabled') throw notSignedIn('This account is no longer there, or is disabled.');
    const what = bearer ? 'token' : 'session';
    throw notSignedIn(
      holder.why === 'expired'
        ? `Your ${what} has expired: sign in again.`
        : `This ${what} is not known here.`,
    );
  }

  /** Whether the browser says that one of our own pages sends this. */
  isOwnOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return request.headers['sec-fetch-site'] === 'same-origin';
    return origin === this.config.publicUrl || (URL.canParse(origin) && new URL(origin).host === host);
  }
}

/** The session's secret out of a request's cookies. */
export function cookieOf(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === sessionCookie)?.[1];
}

/** Every route wants someone signed in, unless it says `@Open()`. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>('vocr:open', route)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { person?: Person }>();
    const person = await this.authenticator.person(request.raw, !['GET', 'HEAD'].includes(request.method));
    const needed = this.reflector.getAllAndOverride<Permission>('vocr:needs', route);
    if (needed && !may(person.role, needed)) {
      throw notYours(`Your role (${person.role}) may not do this.`);
    }
    request.person = person;
    return true;
  }
}
