import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  acceptInvitation,
  createAccount,
  endSessions,
  findPerson,
  issueCredential,
  knownUsername,
  redeemCredential,
  revokeCredential,
  setPassword,
  signInWithPassword,
  type AccountResult,
  type Person,
} from '#auth';
import type { Config } from '#config';
import { readSettings } from '#persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { person as personShape } from '../contract/schemas.js';
import { Authenticator, Open, cookieOf, sessionCookie } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { Unrecorded } from '../http/idempotency.interceptor.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notSignedIn, notYours } from '../http/problem.js';
import { CONFIG } from '../platform/tokens.js';
import { FailureThrottle } from './throttle.js';

const secret = z.string().min(20).max(200);
const username = z.string().max(64);
const password = z.string().max(1_000);
const newAccount = { username, displayName: z.string().trim().max(80).optional(), password };

const bodies = {
  password: z.strictObject({ username, password }),
  link: z.strictObject({ secret }),
  invitation: z.strictObject({ secret, ...newAccount }),
  registration: z.strictObject(newAccount),
  newPassword: z.strictObject({ password }),
};

/** How long a browser keeps a session's cookie. */
const sessionSeconds = 14 * 24 * 3600;

/** Signing in and out. A session is a cookie that scripts cannot read and other sites cannot send. */
@ApiTags('sign-in')
@Unrecorded()
@Controller('api/v1/session')
export class SignInController {
  private readonly perName = new FailureThrottle(10);
  /** Of one address, whatever the names: enough for a class behind one address that mistypes. */
  private readonly perAddress = new FailureThrottle(200);
  private readonly registrations = new FailureThrottle(10);

  constructor(
    private readonly db: DataSource,
    private readonly authenticator: Authenticator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Documented('Who is signed in', personShape)
  whoAmI(@Me() me: Person) {
    return shown(me);
  }

  @Get('options')
  @Open()
  @Documented('How one can sign in here', z.object({ selfRegistration: z.boolean() }))
  async options() {
    return { selfRegistration: (await readSettings(this.db)).selfRegistration };
  }

  @Post()
  @Open()
  @Documented('Sign in with name and password', personShape)
  async signIn(
    @Body({ schema: bodies.password }) body: z.infer<typeof bodies.password>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    this.ownPageOnly(request);
    const forgive = [
      this.perName.begin(`${knownUsername(body.username)} ${request.ip}`),
      this.perAddress.begin(String(request.ip)),
    ];
    const person = await signInWithPassword(this.db, body.username, body.password);
    if (!person) throw new ProblemError(401, 'wrong-password', 'User name or password is wrong.');
    for (const take of forgive) take();
    return this.open(person, response);
  }

  @Post('link')
  @Open()
  @Documented('Sign in with a one-time link', personShape)
  async byLink(
    @Body({ schema: bodies.link }) body: z.infer<typeof bodies.link>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    this.ownPageOnly(request);
    const link = await redeemCredential(this.db, 'sign-in', body.secret);
    if (!link.ok) {
      throw new ProblemError(
        401,
        'link-invalid',
        'This link was used or has expired: `npx vocr token` or a restart gives a new one.',
      );
    }
    const person = link.account === null ? undefined : await findPerson(this.db, link.account);
    if (!person) throw notSignedIn('This account is no longer there, or is disabled.');
    return this.open(person, response);
  }

  @Post('invitation')
  @Open()
  @Documented('Make an account by an invitation, and sign in', personShape, 201)
  async byInvitation(
    @Body({ schema: bodies.invitation }) body: z.infer<typeof bodies.invitation>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    this.ownPageOnly(request);
    return this.open(orFault(await acceptInvitation(this.db, body.secret, body)), response);
  }

  @Post('registration')
  @Open()
  @Documented('Make a learner account, where the admin has opened this, and sign in', personShape, 201)
  async register(
    @Body({ schema: bodies.registration }) body: z.infer<typeof bodies.registration>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    this.ownPageOnly(request);
    if (!(await readSettings(this.db)).selfRegistration) {
      throw notYours('Self-registration is closed here: ask for an invitation.');
    }
    this.registrations.begin(String(request.ip));
    return this.open(orFault(await createAccount(this.db, { ...body, role: 'learner' })), response);
  }

  @Post('password')
  @Documented('Set your password; you are signed out everywhere else')
  async changePassword(
    @Me() me: Person,
    @Body({ schema: bodies.newPassword }) body: z.infer<typeof bodies.newPassword>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const fault = await setPassword(this.db, me, body.password);
    if (fault) throw new ProblemError(400, fault.type, fault.detail);
    await endSessions(this.db, me.account, cookieOf(request.raw));
  }

  @Post('end')
  @Documented('Sign out')
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<void> {
    const session = cookieOf(request.raw);
    if (session) await revokeCredential(this.db, 'session', session);
    void response.header('Set-Cookie', this.cookie('', 0));
  }

  /** A page of another site must not sign its visitor in as someone else. */
  private ownPageOnly(request: FastifyRequest): void {
    const fromBrowser =
      request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
    if (fromBrowser && !this.authenticator.isOwnOrigin(request.raw))
      throw notYours('This request comes from another site.');
  }

  private async open(person: Person, response: FastifyReply) {
    const session = await issueCredential(this.db, { kind: 'session', account: person.account });
    void response.header('Set-Cookie', this.cookie(session, sessionSeconds));
    return shown(person);
  }

  /** The session's cookie (RFC 6265): scripts cannot read it, and no other site can send it. */
  private cookie(session: string, seconds: number): string {
    const secure = this.config.publicUrl.startsWith('https:') ? '; Secure' : '';
    return `${sessionCookie}=${session}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Strict${secure}`;
  }
}

export const shown = ({ account, username, displayName, role }: Person) => ({
  id: account,
  username,
  displayName,
  role,
});

function orFault(result: AccountResult): Person {
  if (result.ok) return result.person;
  const { type, detail } = result.fault;
  throw new ProblemError(
    type === 'username-taken' ? 409 : type === 'invitation-invalid' ? 403 : 400,
    type,
    detail,
  );
}
