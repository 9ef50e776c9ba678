import { Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import type { Config } from '#config';
import { rangeOf } from '#exercise';
import { z } from 'zod';
import { entryName, exerciseId, teamId } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { CONFIG } from '../platform/tokens.js';
import { ExercisesService } from './exercises.service.js';

const extended = z.object({ expiresAt: z.iso.datetime().describe('when the range will be taken down') });

/** A team's range: what the team or who leads the exercise wants of it. What came of it is told by the stream. */
@ApiTags('ranges')
@Controller('api/v1/exercises/:id/teams/:team/range')
export class RangesController {
  constructor(
    private readonly exercises: ExercisesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('start')
  @Documented('Start the range', undefined, 202)
  start(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, { type: 'start-range', team, lifetime: this.config.rangeLifetime });
  }

  @Post('stop')
  @Documented('Take the range down', undefined, 202)
  stop(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, { type: 'stop-range', team });
  }

  @Post('reset')
  @Documented('Build the range anew, also one that failed', undefined, 202)
  reset(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, { type: 'reset-range', team, lifetime: this.config.rangeLifetime });
  }

  @Post('suspend')
  @Documented('Freeze the range where it is; its time goes on', undefined, 202)
  suspend(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, { type: 'suspend-range', team });
  }

  @Post('resume')
  @Documented('Let a suspended range go on', undefined, 202)
  resume(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    return this.order(me, id, { type: 'resume-range', team });
  }

  @Post('nodes/:node/reset')
  @Documented('Build one node anew; the others go on', undefined, 202)
  resetNode(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Param('node', { schema: entryName }) node: string,
  ) {
    return this.order(me, id, { type: 'reset-node', team, node });
  }

  @Post('extend')
  @Documented(
    'Let the range live its lifetime anew from now; a learner, at most as long as the installation allows in all',
    extended,
  )
  async extend(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
  ) {
    const { state, viewer } = await this.exercises.team(id, team, me, true);
    const { rangeLifetime, rangeLifetimeMost } = this.config;
    const latest = viewer.staff ? Infinity : (rangeOf(state, team)?.requestedAt ?? 0) + rangeLifetimeMost;
    const until = Math.min(Date.now() + rangeLifetime, latest);
    await this.exercises.order(id, me, { type: 'extend-range', team, until });
    return { expiresAt: new Date(until).toISOString() };
  }

  private async order(me: Person, id: string, command: RangeCommand) {
    await this.exercises.team(id, command.team, me, true);
    await this.exercises.order(id, me, command);
  }
}

type RangeCommand = Extract<
  Parameters<ExercisesService['order']>[2],
  { type: `${'start' | 'stop' | 'reset' | 'suspend' | 'resume'}-range` | 'reset-node' }
>;
