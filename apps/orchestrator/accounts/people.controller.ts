import { Body, Controller, Get, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { issueCredential, roles, type Person } from '#auth';
import type { Config } from '#config';
import { Account, changeSettings, readSettings, type Role } from '#persistence';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { list, person, secretLink, token } from '../contract/schemas.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { Unrecorded } from '../http/idempotency.interceptor.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { CONFIG } from '../platform/tokens.js';

const settings = z.object({ selfRegistration: z.boolean() });
const day = 24 * 3600;

const bodies = {
  invitation: z.strictObject({
    role: z.enum(roles as [Role, ...Role[]]).default('learner'),
    uses: z.int().min(1).max(1000).default(1),
    days: z.int().min(1).max(365).default(14),
  }),
  token: z.strictObject({
    name: z.string().trim().min(1).max(80),
    days: z.int().min(1).max(3650).optional().describe('without it, until it is revoked'),
  }),
  settings: z.strictObject({ selfRegistration: z.boolean() }),
};
const page = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** People, invitations, tokens and what an admin may set. */
@ApiTags('people')
@Controller('api/v1')
export class PeopleController {
  constructor(
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('people')
  @Needs('installation:manage')
  @Documented('Everyone who has an account', list(person))
  async people(@Query({ schema: page }) { after, limit }: z.infer<typeof page>) {
    const rows = await this.db
      .getRepository(Account)
      .find({ order: { createdAt: 'ASC', id: 'ASC' }, skip: after, take: limit + 1 });
    const items = rows
      .slice(0, limit)
      .map(({ id, username, displayName, role }) => ({ id, username, displayName, role }));
    return { items, ...(rows.length > limit ? { next: after + limit } : {}) };
  }

  @Post('invitations')
  @Needs('people:invite')
  @Unrecorded()
  @Documented('A link that makes an account', secretLink, 201)
  async invite(
    @Me() me: Person,
    @Body({ schema: bodies.invitation }) body: z.infer<typeof bodies.invitation>,
  ) {
    if (me.role !== 'admin' && body.role !== 'learner')
      throw notYours('Only an admin invites anyone but learners.');
    const secret = await issueCredential(this.db, {
      kind: 'invitation',
      about: { role: body.role, by: me.account },
      uses: body.uses,
      lifetime: body.days * day,
    });
    return {
      // In the fragment, which browsers send to no server and no log sees.
      url: `${this.config.publicUrl}/invitation#${secret}`,
      expiresAt: new Date(Date.now() + body.days * day * 1000).toISOString(),
    };
  }

  @Post('tokens')
  @Unrecorded()
  @Documented('An API token of your own', token, 201)
  async token(@Me() me: Person, @Body({ schema: bodies.token }) body: z.infer<typeof bodies.token>) {
    const made = await issueCredential(this.db, {
      kind: 'token',
      account: me.account,
      about: { name: body.name },
      lifetime: body.days === undefined ? undefined : body.days * day,
    });
    return { token: made };
  }

  @Get('settings')
  @Needs('installation:manage')
  @Documented('What an admin may set', settings)
  async settings() {
    const { selfRegistration } = await readSettings(this.db);
    return { selfRegistration };
  }

  @Put('settings')
  @Needs('installation:manage')
  @Documented('Set it', settings)
  async change(@Body({ schema: bodies.settings }) body: z.infer<typeof bodies.settings>) {
    const { selfRegistration } = await changeSettings(this.db, body);
    return { selfRegistration };
  }
}
