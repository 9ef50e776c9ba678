import { Inject, Injectable } from '@nestjs/common';
import { findPerson, redeemCredential, type Person } from '#auth';
import { UnknownExercise } from '#persistence';
import { DataSource } from 'typeorm';
import type { IncomingMessage } from 'node:http';
import { seqParameter } from '../contract/schemas.js';
import { Authenticator } from '../http/auth.guard.js';
import { ProblemError } from '../http/problem.js';
import { RelayTickets } from '../terminal/relay-tickets.service.js';
import { ExercisesService, type Access } from '../exercises/exercises.service.js';

/** Why a socket is closed: the contract's codes. */
export const closeCode = {
  usedWrong: 4400,
  notSignedIn: 4401,
  notYours: 4403,
  notThere: 4404,
  replaced: 4409,
} as const;

/** What a socket was admitted for. */
export type Admission =
  | { path: '/stream'; person: Person; exercise: string; after: number; access: Access }
  | { path: '/terminal'; person: Person; exercise: string; team: string; node: string; access: Access }
  | { path: '/internal/terminal'; session: string }
  | { path: '/internal/capture'; session: string };

/** A socket that is not admitted: the code it is closed with. */
export class Refused extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(reason);
  }
}

export const ticketProtocol = 'vocr.ticket.';

/** Decides who may open which socket, before any gateway sees it. */
@Injectable()
export class DoorService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    private readonly authenticator: Authenticator,
    private readonly exercises: ExercisesService,
    private readonly relay: RelayTickets,
  ) {}

  /** @throws Refused with the code to close with */
  async admit(request: IncomingMessage): Promise<Admission> {
    // Not resolved against a base: a path that begins with two slashes would be taken for a host.
    const url = new URL(`http://local${request.url ?? '/'}`);
    try {
      if (url.pathname === '/internal/terminal') return this.admitWorker(url, request, 'terminal');
      if (url.pathname === '/internal/capture') return this.admitWorker(url, request, 'capture');
      if (url.pathname === '/stream') return await this.admitStream(url, request);
      if (url.pathname === '/terminal') return await this.admitTerminal(url, request);
    } catch (error) {
      throw asRefusal(error);
    }
    throw new Refused(closeCode.notThere, 'There is no such socket.');
  }

  private async admitStream(url: URL, request: IncomingMessage): Promise<Admission> {
    const exercise = need(url, 'exercise', /^[a-z0-9]{1,20}$/);
    const after = Number(url.searchParams.get('after') ?? '0');
    if (!seqParameter.safeParse(after).success) throw new Refused(closeCode.usedWrong, 'after is no seq');
    const person = await this.person(request, 'stream', exercise);
    return {
      path: '/stream',
      person,
      exercise,
      after,
      access: await this.exercises.access(exercise, person),
    };
  }

  private async admitTerminal(url: URL, request: IncomingMessage): Promise<Admission> {
    const exercise = need(url, 'exercise', /^[a-z0-9]{1,20}$/);
    const team = need(url, 'team', /^[a-z0-9]{1,11}$/);
    const node = need(url, 'node', /^[a-z][a-z0-9-]{0,30}$/);
    const person = await this.person(request, 'terminal', exercise);
    const access = await this.exercises.team(exercise, team, person, true);
    return { path: '/terminal', person, exercise, team, node, access };
  }

  private admitWorker(url: URL, request: IncomingMessage, purpose: 'terminal' | 'capture'): Admission {
    const session = need(url, 'session', /^[a-z0-9]{1,40}$/);
    const ticket = ticketOf(request);
    if (!ticket || !this.relay.take(session, ticket, purpose)) {
      throw new Refused(closeCode.notSignedIn, 'The ticket is wrong, used or too old.');
    }
    return purpose === 'terminal'
      ? { path: '/internal/terminal', session }
      : { path: '/internal/capture', session };
  }

  private async person(request: IncomingMessage, purpose: string, exercise: string): Promise<Person> {
    const ticket = ticketOf(request);
    if (ticket === undefined) return this.authenticator.person(request, true);
    const shown = await redeemCredential(this.db, 'ticket', ticket);
    const fits = shown.ok && shown.about.for === purpose && shown.about.exercise === exercise;
    const person = fits && shown.account ? await findPerson(this.db, shown.account) : undefined;
    if (!person) throw new Refused(closeCode.notSignedIn, 'The ticket is wrong, used or too old.');
    return person;
  }
}

/** The ticket that a request shows as its subprotocol. */
export function ticketOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim());
  return offered.find((p) => p.startsWith(ticketProtocol))?.slice(ticketProtocol.length);
}

function need(url: URL, name: string, form: RegExp): string {
  const value = url.searchParams.get(name) ?? '';
  if (!form.test(value)) throw new Refused(closeCode.usedWrong, `${name} is missing or malformed`);
  return value;
}

function asRefusal(error: unknown): unknown {
  if (error instanceof UnknownExercise) return new Refused(closeCode.notThere, error.message);
  if (!(error instanceof ProblemError)) return error;
  const codes: Record<number, number> = {
    401: closeCode.notSignedIn,
    403: closeCode.notYours,
    404: closeCode.notThere,
  };
  return new Refused(codes[error.status] ?? closeCode.usedWrong, error.message);
}
