import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { servicesOf, settingAt, teamOf, type ExerciseEvent } from '#exercise';
import { ExerciseLog } from '#persistence';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { exerciseId, list, teamId } from '../contract/schemas.js';
import { serviceHistory, unclear } from '../contract/upkeep.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ExercisesService } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { serviceTicks, unclearOf } from './service-history.js';
import { StandingsService } from './standings.service.js';
import { teamName } from './view.js';

const idParam = { schema: exerciseId };
const teamParam = { schema: teamId };
/** How many ticks of each service are shown, and how many of the team are read for them: some services rest in most. */
const shownTicks = 30;
const readTicks = 120;
const readUnclear = 500;

/** How services were kept up tick by tick, and what could not be told of anyone. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class UpkeepController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
    private readonly log: ExerciseLog,
    private readonly db: DataSource,
  ) {}

  @Get(':id/teams/:team/services')
  @Documented('The last ticks of the services that a team keeps up, with their reasons', list(serviceHistory))
  async services(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Param('team', teamParam) team: string,
  ): Promise<{ items: z.infer<typeof serviceHistory>[] }> {
    const { state } = await this.exercises.team(id, team, me, true);
    const { ledger, rules } = await this.standings.ledger(id);
    const kept = ledger.accounts.get(team)?.services ?? {};
    const ticks = serviceTicks(await this.upkeepOf(id, team));
    const items = servicesOf(rules.scenario, teamOf(state, team)!.role).map(([service, { title, sla }]) => {
      const { up = 0, ticks: all = 0 } = kept[service] ?? {};
      return {
        id: service,
        title,
        ticks: (ticks.get(service) ?? []).slice(-shownTicks),
        ...(all > 0 ? { counted: { up, ticks: all, percent: Math.floor((up / all) * 1_000) / 10 } } : {}),
        ...(sla ? { sla } : {}),
      };
    });
    return { items };
  }

  @Get(':id/unclear')
  @Documented(
    'What checks and ticks could not tell, with the reason, the newest first; for staff',
    list(unclear),
  )
  async unclear(
    @Me() me: Person,
    @Param('id', idParam) id: string,
  ): Promise<{ items: z.infer<typeof unclear>[] }> {
    const { state } = await this.exercises.staff(id, me);
    const { scenario } = settingAt(state, await this.log.setting(id));
    const names = await this.names.of(id);
    const rows = await this.db.query<{ seq: number }[]>(
      `SELECT seq FROM events WHERE exercise = $1
         AND (type = 'check.unknown' OR (type = 'tick.scored' AND payload ? 'unclear'))
       ORDER BY seq DESC LIMIT $2`,
      [id, readUnclear],
    );
    const events = await this.eventsAt(id, rows);
    const items = unclearOf(events).map((found) => ({
      ...found,
      name: teamName(state.teams[found.team]!, names),
      title: found.title ?? scenario.services[found.service ?? '']?.title ?? {},
    }));
    return { items };
  }

  /** The newest ticks of a team, and the changes that explain them. */
  private async upkeepOf(exercise: string, team: string): Promise<ExerciseEvent[]> {
    const rows = await this.db.query<{ seq: number }[]>(
      `(SELECT seq FROM events WHERE exercise = $1 AND team = $2 AND type = 'tick.scored' ORDER BY seq DESC LIMIT $3)
       UNION ALL
       (SELECT seq FROM events WHERE exercise = $1 AND team = $2
          AND type IN ('service.up', 'service.degraded', 'service.down') ORDER BY seq DESC LIMIT $3)`,
      [exercise, team, readTicks],
    );
    return this.eventsAt(exercise, rows);
  }

  private eventsAt(exercise: string, rows: { seq: number }[]): Promise<ExerciseEvent[]> {
    return this.log.readAt(
      exercise,
      rows.map(({ seq }) => seq),
    );
  }
}
