import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { project } from '#exercise';
import { ExerciseLog, ScenarioPacks } from '#persistence';
import { resolveAll } from '#scenario';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  event,
  exercise,
  exerciseId,
  exerciseSummary,
  ledgerEntry,
  list,
  newExercise,
  scenarioDetail,
  seqParameter,
  standing,
} from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { DispatchService } from '../platform/dispatch.service.js';
import { detailOf } from '../scenarios/view.js';
import { ExercisesService, type Access } from './exercises.service.js';
import { StandingsService } from './standings.service.js';
import { exerciseView, summaryView, teamName } from './view.js';

const idParam = { schema: exerciseId };
const start = z.strictObject({ prelaunch: z.boolean().default(false) }).optional();
const eventsQuery = z.object({
  after: seqParameter.default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const atQuery = z.object({ at: seqParameter.optional() });
const teamQuery = z.object({ team: z.string().optional() });

/** Exercises: their course, their log, their board. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ExercisesController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly log: ExerciseLog,
    private readonly packs: ScenarioPacks,
    private readonly db: DataSource,
    private readonly dispatch: DispatchService,
  ) {}

  @Post()
  @Documented('Create an exercise', exercise, 201)
  async create(@Me() me: Person, @Body({ schema: newExercise }) body: z.infer<typeof newExercise>) {
    const id = await this.exercises.create(me, body);
    return this.view(await this.exercises.access(id, me));
  }

  @Get()
  @Documented('The exercises that you play in or lead, newest first', list(exerciseSummary))
  async list(@Me() me: Person) {
    const rows = await this.db.query<{ id: string }[]>(
      `SELECT id FROM exercises WHERE head > 0 AND (owner = $1 OR id IN (SELECT exercise FROM members WHERE account = $1))
       ORDER BY created_at DESC LIMIT 200`,
      [me.account],
    );
    const items = await Promise.all(
      rows.map(async ({ id }) =>
        summaryView(await this.log.state(id), (await this.log.setting(id)).scenario),
      ),
    );
    return { items };
  }

  @Get(':id')
  @Documented('An exercise as you may see it', exercise)
  async one(@Me() me: Person, @Param('id', idParam) id: string) {
    return this.view(await this.exercises.access(id, me));
  }

  @Get(':id/scenario')
  @Documented('The scenario as this exercise plays it', scenarioDetail)
  async scenario(@Me() me: Person, @Param('id', idParam) id: string) {
    const { state, viewer } = await this.exercises.access(id, me);
    const detail = detailOf(await this.packs.get(state.scenario.digest));
    const [team] = viewer.teams;
    // Validation keeps secret variables out of all texts.
    return team === undefined ? detail : resolveAll(detail, (await this.log.setting(id)).values(team));
  }

  @Post(':id/start')
  @Documented('Start: a solo exercise starts its range, a class opens', exercise)
  async start(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: start }) body: z.infer<typeof start>,
  ) {
    await this.exercises.start(id, me, body?.prelaunch ?? false);
    return this.view(await this.exercises.access(id, me));
  }

  @Post(':id/finish')
  @Documented('Finish, and take every range down', exercise)
  async finish(@Me() me: Person, @Param('id', idParam) id: string) {
    await this.exercises.steering(id, me);
    await this.exercises.order(id, me, { type: 'finish' });
    return this.view(await this.exercises.access(id, me));
  }

  @Post(':id/join')
  @Documented('Join a class, in a team of your own', exercise)
  async join(@Me() me: Person, @Param('id', idParam) id: string) {
    await this.exercises.order(id, me, { type: 'join', account: me.account });
    return this.view(await this.exercises.access(id, me));
  }

  @Get(':id/events')
  @Documented('The log as you may see it', list(event))
  async events(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: eventsQuery }) { after, limit }: z.infer<typeof eventsQuery>,
  ) {
    const { viewer } = await this.exercises.access(id, me);
    const events = await this.log.read(id, after, limit);
    const items = events.flatMap((e) => project(e, viewer) ?? []);
    return { items, ...(events.length === limit ? { next: events.at(-1)!.seq } : {}) };
  }

  @Get(':id/scoreboard')
  @Documented('The board, now or as of a seq', list(standing))
  async scoreboard(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: atQuery }) { at }: z.infer<typeof atQuery>,
  ) {
    const { state } = await this.exercises.access(id, me);
    const names = await this.names({ state });
    const board = await this.standings.board(id, at);
    return { items: board.map((row) => ({ ...row, name: teamName(state.teams[row.team]!, names) })) };
  }

  @Get(':id/ledger')
  @Documented('Every point that you may see, and the event it rests on', list(ledgerEntry))
  async ledger(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: teamQuery }) { team }: z.infer<typeof teamQuery>,
  ) {
    const { viewer } = await this.exercises.access(id, me);
    const { entries } = await this.standings.ledger(id);
    const items = entries.filter(
      (entry) =>
        (viewer.staff || viewer.teams.includes(entry.team)) && (team === undefined || entry.team === team),
    );
    return { items };
  }

  private async view({ state, viewer }: Access) {
    const setting = await this.log.setting(state.id);
    const board = await this.standings.boardOf(state);
    const names = await this.names({ state });
    return exerciseView(state, viewer, setting, board, names, Date.now(), (range) =>
      this.dispatch.placeOf(range),
    );
  }

  private async names({ state }: Pick<Access, 'state'>): Promise<Map<string, string>> {
    // In a class every view has everyone's name: one plain query, for there are hundreds of either.
    const rows = await this.db.query<{ account: string; name: string }[]>(
      `SELECT m.account, a.display_name AS name FROM members m JOIN accounts a ON a.id = m.account
       WHERE m.exercise = $1`,
      [state.id],
    );
    return new Map(rows.map(({ account, name }) => [account, name]));
  }
}
