import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { teamOf } from '#exercise';
import type { z } from 'zod';
import { exerciseId, teamId } from '../contract/schemas.js';
import { bracketChange, teamBracket } from '../contract/upkeep.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ExercisesService } from './exercises.service.js';

const idParam = { schema: exerciseId };
const teamParam = { schema: teamId };

/** Among which teams a team is ranked too: for who leads. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class BracketsController {
  constructor(private readonly exercises: ExercisesService) {}

  @Post(':id/teams/:team/bracket')
  @Documented('Put a team into a bracket, or out of the one that it is in; for staff', teamBracket)
  async put(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Param('team', teamParam) team: string,
    @Body({ schema: bracketChange }) { bracket }: z.infer<typeof bracketChange>,
  ): Promise<z.infer<typeof teamBracket>> {
    await this.exercises.staff(id, me);
    const { state } = await this.exercises.order(id, me, { type: 'put-in-bracket', team, bracket });
    const now = teamOf(state, team)?.bracket;
    return { team, ...(now === undefined ? {} : { bracket: now }) };
  }
}
