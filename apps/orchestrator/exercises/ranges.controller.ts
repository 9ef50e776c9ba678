import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { exerciseId, teamId } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ExercisesService } from './exercises.service.js';

/** A team's range: what the team or who leads the exercise wants of it. What came of it is told by the stream. */
@ApiTags('ranges')
@Controller('api/v1/exercises/:id/teams/:team/range')
export class RangesController {
  constructor(private readonly exercises: ExercisesService) {}

  @Post('start')
  @Documented('Start the range', undefined, 202)
  start(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, team, 'start-range');
  }

  @Post('stop')
  @Documented('Take the range down', undefined, 202)
  stop(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, team, 'stop-range');
  }

  @Post('reset')
  @Documented('Build the range anew, also one that failed', undefined, 202)
  reset(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, team, 'reset-range');
  }

  private async order(
    me: Person,
    id: string,
    team: string,
    type: 'start-range' | 'stop-range' | 'reset-range',
  ) {
    await this.exercises.team(id, team, me, true);
    await this.exercises.order(id, me, { type, team });
  }
}
