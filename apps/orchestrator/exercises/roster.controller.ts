import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { knownUsername, type Person } from '#auth';
import { longestRoster } from '#exercise';
import { Account } from '#persistence';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { rosterEntry } from '../contract/schedule.js';
import { exerciseId, list } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notYours } from '../http/problem.js';
import { ExercisesService, type Access } from './exercises.service.js';
import { usernamesIn } from './roster-csv.js';

const idParam = { schema: exerciseId };
const usernames = z.array(z.string().max(200)).max(longestRoster);
const change = z.strictObject({
  usernames: usernames.default([]).describe('who may join'),
  csv: z
    .string()
    .max(200_000)
    .optional()
    .describe('the same as CSV: a column `username`, or the first one where there is no such heading'),
  remove: usernames.default([]).describe('who may not any more; only before the class starts'),
});

/** Who may join a class. Without a roster, everyone may who has an account. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class RosterController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly db: DataSource,
  ) {}

  @Get(':id/roster')
  @Documented('Who may join, and who has; for staff', list(rosterEntry))
  async roster(@Me() me: Person, @Param('id', idParam) id: string) {
    return { items: await this.entries((await this.leading(id, me)).state) };
  }

  @Post(':id/roster')
  @Documented('Put people on the roster by their user names, and take some off it', list(rosterEntry))
  async change(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: change }) body: z.infer<typeof change>,
  ) {
    await this.leading(id, me);
    const add = await this.accounts([...body.usernames, ...usernamesIn(body.csv ?? '')]);
    const remove = await this.accounts(body.remove);
    const { state } = await this.exercises.order(id, me, { type: 'change-roster', add, remove });
    return { items: await this.entries(state) };
  }

  private async leading(id: string, me: Person): Promise<Access> {
    const access = await this.exercises.access(id, me);
    if (!access.viewer.staff) throw notYours('Only who leads this class sees its roster.');
    return access;
  }

  /** @throws ProblemError that names everyone who has no account */
  private async accounts(typed: readonly string[]): Promise<string[]> {
    const names = [...new Set(typed.map(knownUsername))].filter((name) => name !== '');
    const rows = await this.db.getRepository(Account).findBy({ username: In(names), disabled: false });
    const known = new Map(rows.map(({ username, id }) => [username, id]));
    const missing = names.filter((name) => !known.has(name));
    if (missing.length > 0) {
      const errors = missing.map((name) => ({
        path: 'usernames',
        message: `there is no one called ${name}`,
      }));
      const some = missing.slice(0, 20).join(', ') + (missing.length > 20 ? ', …' : '');
      const detail = `${missing.length} have no account here: ${some}. Invite them first; nothing was changed.`;
      throw new ProblemError(400, 'member-unknown', detail, errors);
    }
    return names.map((name) => known.get(name)!);
  }

  private async entries({ roster = [], teams }: Access['state']): Promise<z.infer<typeof rosterEntry>[]> {
    const rows = await this.db.getRepository(Account).findBy({ id: In([...roster]) });
    const known = new Map(rows.map((row) => [row.id, row]));
    const seats = new Map(
      Object.values(teams).flatMap(({ id, members }) => members.map((m) => [m, id] as const)),
    );
    return roster.map((account) => {
      const { username = account, displayName = account } = known.get(account) ?? {};
      const team = seats.get(account);
      return { username, displayName, ...(team === undefined ? {} : { team }) };
    });
  }
}
