import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { entriesOf } from '#scoring';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { gradeRow } from '../contract/schedule.js';
import { exerciseId, list } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { ExercisesService } from './exercises.service.js';
import { gradesCsv, gradeTable, type People } from './grade-table.js';
import { StandingsService } from './standings.service.js';

const idParam = { schema: exerciseId };
const query = z.object({
  format: z.enum(['json', 'csv']).default('json').describe('csv: a file for spreadsheets'),
});

/** What everyone in an exercise has earned, for who grades them. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class GradesController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly db: DataSource,
  ) {}

  @Get(':id/grades')
  @Header('Cache-Control', 'no-store')
  @Documented(
    'The table of grades: a line for each learner, also for those on the roster who never came',
    list(gradeRow),
  )
  async grades(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: query }) { format }: z.infer<typeof query>,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { state, viewer } = await this.exercises.access(id, me);
    if (!viewer.staff) throw notYours('Only who leads this exercise sees its grades.');
    const { ledger, rules } = await this.standings.ledger(id);
    const accounts = [
      ...Object.values(state.teams).flatMap(({ members }) => members),
      ...(state.roster ?? []),
    ];
    const rows = gradeTable(state, entriesOf(ledger, rules), await this.people(id, accounts));
    if (format === 'json') return { items: rows };
    void response
      .header('Content-Disposition', contentDisposition(`grades-${id}.csv`))
      .type('text/csv; charset=utf-8');
    return gradesCsv(
      rows,
      rules.scenario.tasks.map((task) => task.id),
    );
  }

  private async people(exercise: string, accounts: string[]): Promise<People> {
    const [names, seen] = await Promise.all([
      this.db.query<{ id: string; username: string; displayName: string }[]>(
        'SELECT id, username, display_name AS "displayName" FROM accounts WHERE id = ANY($1)',
        [accounts],
      ),
      this.db.query<{ actor: string; at: string }[]>(
        'SELECT actor, max(at) AS at FROM events WHERE exercise = $1 AND actor = ANY($2) GROUP BY actor',
        [exercise, accounts],
      ),
    ]);
    return {
      names: new Map(names.map((row) => [row.id, row])),
      seen: new Map(seen.map(({ actor, at }) => [actor, Number(at)])),
    };
  }
}
