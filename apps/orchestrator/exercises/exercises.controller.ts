import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { project, settingAt } from '#exercise';
import { ExerciseLog, ScenarioPacks } from '#persistence';
import { resolveAll } from '#scenario';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  event,
  exercise,
  exerciseId,
  list,
  listedExercise,
  newExercise,
  scenarioDetail,
  seqParameter,
} from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { DispatchService } from '../platform/dispatch.service.js';
import { detailOf } from '../scenarios/view.js';
import { ExercisesService, type Access } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { StandingsService } from './standings.service.js';
import { exerciseView, listedView } from './view.js';

const idParam = { schema: exerciseId };
const start = z.strictObject({ prelaunch: z.boolean().default(false) }).optional();
const listQuery = z.object({
  archived: z.stringbool().default(false).describe('those in the archive, instead of all others'),
});
const eventsQuery = z.object({
  after: seqParameter.default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** Exercises: their course, their log, their board. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ExercisesController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
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
  @Documented(
    'The exercises that you play in, lead, or may join by a roster, newest first',
    list(listedExercise),
  )
  async list(@Me() me: Person, @Query({ schema: listQuery }) { archived }: z.infer<typeof listQuery>) {
    const rows = await this.db.query<{ id: string; isMine: boolean }[]>(
      `SELECT id, is_mine AS "isMine" FROM (
         SELECT id, phase, created_at,
           owner = $1 OR id IN (SELECT exercise FROM members WHERE account = $1) AS is_mine
         FROM exercises WHERE head > 0 AND (phase = 'archived') = $2) AS each
       WHERE is_mine OR (phase NOT IN ('finished', 'archived') AND id IN (SELECT exercise FROM rosters WHERE account = $1))
       ORDER BY created_at DESC LIMIT 200`,
      [me.account, archived],
    );
    const items = await Promise.all(
      rows.map(async ({ id, isMine }) =>
        listedView(await this.log.state(id), (await this.log.setting(id)).scenario, isMine),
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
    const { scenario, values } = settingAt(state, await this.log.setting(id));
    const detail = detailOf({ ...(await this.packs.get(state.scenario.digest)), scenario });
    const [team] = viewer.teams;
    // Validation keeps secret variables out of all texts.
    return team === undefined ? detail : resolveAll(detail, values(team));
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

  private async view({ state, viewer }: Access) {
    const setting = settingAt(state, await this.log.setting(state.id));
    const board = await this.standings.boardSeenBy(state, viewer);
    const names = await this.names.of(state.id);
    return exerciseView(state, viewer, setting, board, names, Date.now(), (range) =>
      this.dispatch.placeOf(range),
    );
  }
}
