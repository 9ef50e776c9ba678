import { Body, Controller, Get, Param, Post, Put, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { rangeOf } from '#exercise';
import { ExerciseLog } from '#persistence';
import { linkSchema, type Link } from '#scenario';
import type { FastifyReply } from 'fastify';
import { entryName, exerciseId, teamId } from '../contract/schemas.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notThere, notYours } from '../http/problem.js';
import { CaptureDownloads } from './downloads.service.js';
import { LinksService } from './links.service.js';

/** The networks of a team's range, as those who lead the exercise see and change them. */
@ApiTags('networks')
@Controller('api/v1/exercises/:id/teams/:team/range/networks/:network')
export class NetworksController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly links: LinksService,
    private readonly downloads: CaptureDownloads,
  ) {}

  @Put('link')
  @Documented(
    'Delay, lose or slow what passes in a network from now on; what is left out is as on the host',
    undefined,
    202,
  )
  async link(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Param('network', { schema: entryName }) network: string,
    @Body({ schema: linkSchema }) link: Link,
  ) {
    const range = await this.range(me, id, team);
    await this.links.demand(range.host, link);
    await this.exercises.order(id, me, { type: 'set-link', team, network, link });
  }

  @Post('capture/start')
  @Documented('Keep what passes in a network from now on, the latest of it', undefined, 202)
  async start(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Param('network', { schema: entryName }) network: string,
  ) {
    await this.range(me, id, team);
    await this.exercises.order(id, me, { type: 'set-capture', team, network, on: true });
  }

  @Post('capture/stop')
  @Documented(
    'Keep no more; what was kept stays until the range goes or a capture starts anew',
    undefined,
    202,
  )
  async stop(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Param('network', { schema: entryName }) network: string,
  ) {
    await this.range(me, id, team);
    await this.exercises.order(id, me, { type: 'set-capture', team, network, on: false });
  }

  @Get('capture')
  @Documented('What was kept of a network, the oldest first', undefined, 200)
  @ApiProduces('application/vnd.tcpdump.pcap')
  async capture(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Param('network', { schema: entryName }) network: string,
    @Res() response: FastifyReply,
  ) {
    const range = await this.range(me, id, team);
    const { scenario } = await this.log.setting(id);
    if (!Object.hasOwn(scenario.networks, network)) {
      throw notThere('network-unknown', `There is no network ${network} in this scenario.`);
    }
    await this.downloads.send(id, range, network, response.raw);
  }

  /** The team's range, for those who lead the exercise. @throws ProblemError for others, and when there is none */
  private async range(me: Person, id: string, team: string) {
    const { state, viewer } = await this.exercises.team(id, team, me, true);
    if (!viewer.staff) throw notYours('Only who leads this exercise sees into its networks.');
    const range = rangeOf(state, team);
    if (!range) throw new ProblemError(404, 'range-unknown', 'This team has no range yet.');
    return range;
  }
}
