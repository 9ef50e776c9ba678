import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { may, type Person } from '#auth';
import { clockAt, speeds } from '#exercise';
import { z } from 'zod';
import { exerciseId } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { ExercisesService } from './exercises.service.js';

const idParam = { schema: exerciseId };
const speed = z.strictObject({
  speed: z.number().min(speeds.least).max(speeds.most).describe('exercise time per wall time'),
});
const course = z.object({
  state: z.string(),
  clock: z.object({ ms: z.int(), running: z.boolean(), speed: z.number() }),
});

/** The course of an exercise's clock, for who leads it. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ClockController {
  constructor(private readonly exercises: ExercisesService) {}

  @Post(':id/pause')
  @Documented(
    'Pause: clock, ticks, deadlines and machines stand still, and answers get 409; in a solo exercise, its range still ends in time',
    course,
  )
  pause(@Me() me: Person, @Param('id', idParam) id: string) {
    return this.turn(me, id, { type: 'pause' });
  }

  @Post(':id/resume')
  @Documented('Go on after a pause; what a learner had suspended stays so', course)
  resume(@Me() me: Person, @Param('id', idParam) id: string) {
    return this.turn(me, id, { type: 'resume' });
  }

  @Post(':id/clock')
  @Documented('Have the clock run faster or slower from now on; deadlines and ticks go with it', course)
  async speed(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: speed }) body: z.infer<typeof speed>,
  ) {
    const { viewer } = await this.exercises.steering(id, me);
    // A learner alone could else stretch the time in which their solution counts as fast. Who writes scenarios tries them.
    const mayAlone = may(me.role, 'exercises:teach') || may(me.role, 'scenarios:write');
    if (!viewer.staff && !mayAlone) {
      throw notYours('The clock of a learner runs with the wall: only an instructor sets its speed.');
    }
    return this.turn(me, id, { type: 'set-speed', speed: body.speed });
  }

  private async turn(me: Person, id: string, command: ClockCommand) {
    await this.exercises.steering(id, me);
    const { state } = await this.exercises.order(id, me, command);
    const { running, speed } = state.clock;
    return { state: state.phase, clock: { ms: clockAt(state.clock, Date.now()), running, speed } };
  }
}

type ClockCommand = Extract<
  Parameters<ExercisesService['order']>[2],
  { type: 'pause' | 'resume' | 'set-speed' }
>;
