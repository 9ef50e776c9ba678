import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { settingAt } from '#exercise';
import { ExerciseLog, KeptFolds, seqAtClock, stateFold } from '#persistence';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { exercise, exerciseId, seqParameter } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ExercisesService } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { StandingsService } from './standings.service.js';
import { exerciseView } from './view.js';

const idParam = { schema: exerciseId };
const momentQuery = z.object({
  seq: seqParameter.optional().describe('as of this seq; without it, and without `clock`, as of now'),
  clock: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('as of this exercise time, ms; counts before `seq`'),
});

/** Exercises as they were. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class MomentsController {
  constructor(
    private readonly db: DataSource,
    private readonly log: ExerciseLog,
    private readonly folds: KeptFolds,
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
  ) {}

  @Get(':id/moment')
  @Documented(
    'The exercise as it was, as you may see it; the stream after its `seq` goes on from there',
    exercise,
  )
  async moment(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: momentQuery }) { seq, clock }: z.infer<typeof momentQuery>,
  ) {
    const { state: latest, viewer } = await this.exercises.access(id, me);
    const wanted = clock === undefined ? seq : await seqAtClock(this.db, id, clock);
    // An exercise begins with its first event.
    const at = Math.max(1, Math.min(wanted ?? latest.seq, latest.seq));
    const [state, [last], pinned, names] = await Promise.all([
      at === latest.seq ? latest : this.folds.at(stateFold(id), at),
      this.log.readAt(id, [at]),
      this.log.setting(id),
      this.names.of(id),
    ]);
    const since = clock === undefined || !state.clock.running ? 0 : (clock - last!.clock) / state.clock.speed;
    const now = last!.at + Math.max(0, since);
    const board = await this.standings.boardAt(state, viewer);
    return exerciseView(state, viewer, settingAt(state, pinned), board, names, now, () => undefined);
  }
}
