import { Controller, Delete, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { handInsOf, taskOf, teamOf } from '#exercise';
import { HandedFiles } from '#persistence';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256, submission } from '../contract/manual.js';
import { entryName, exerciseId, list, teamId } from '../contract/schemas.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { Documented } from '../http/documented.js';
import { Unrecorded } from '../http/idempotency.interceptor.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notThere } from '../http/problem.js';
import { FileStore } from './file-store.js';
import { HandInsService } from './hand-ins.service.js';

const id = { schema: exerciseId };
const team = { schema: teamId };
const name = { schema: entryName };
const hash = { schema: sha256 };

const form = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    file: { type: 'array', items: { type: 'string', format: 'binary' } },
  },
} as const;

/** What a team hands in for people to grade. Only its members hand in; they and the staff see it. */
@ApiTags('tasks')
@Controller('api/v1/exercises/:id/teams/:team/tasks/:task')
export class HandInsController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly handIns: HandInsService,
    private readonly handed: HandedFiles,
    private readonly store: FileStore,
  ) {}

  @Post('files')
  // The body is not read before it is decided on. The same hand-in twice is one anyway.
  @Unrecorded()
  @Documented(
    'Hand in files and a text, for people to grade; what is the same as the last hand-in is not handed in again',
    submission,
  )
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({ schema: form })
  async handIn(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Req() request: FastifyRequest,
  ) {
    await this.exercises.team(exercise, teamId, me, false);
    return this.handIns.take(request, { exercise, team: teamId, task }, me);
  }

  @Get('submissions')
  @Documented('What the team handed in, with its grades, the newest last', list(submission))
  async submissions(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
  ) {
    const { state } = await this.exercises.team(exercise, teamId, me, true);
    const handIns = handInsOf(taskOf(teamOf(state, teamId)!, task));
    return { items: await this.handIns.submissions({ exercise, team: teamId, task }, handIns) };
  }

  @Get('files/:sha256')
  @Documented('A file that the team handed in, to be saved and never shown', undefined, 200)
  @ApiProduces('application/octet-stream')
  async file(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Param('sha256', hash) wanted: string,
    @Res() response: FastifyReply,
  ): Promise<void> {
    const { state } = await this.exercises.team(exercise, teamId, me, true);
    const file = handInsOf(taskOf(teamOf(state, teamId)!, task))
      .flatMap(({ files }) => files)
      .findLast(({ sha256: known }) => known === wanted);
    if (!file) throw noSuchFile();
    const erased = await this.handed.erased({ exercise, team: teamId, task });
    if (erased.has(wanted)) throw new ProblemError(410, 'file-erased', `${file.name} was erased.`);
    const content = await this.store.read(wanted);
    if (!content) {
      const detail =
        `${file.name} is not on this server's disk. Orchestrators on several machines do not share files: ` +
        'tell the admin to give them one VOCR_DATA/files, or to restore it.';
      throw new ProblemError(500, 'file-missing', detail);
    }
    await response
      .headers({
        'Content-Disposition': contentDisposition(file.name),
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(content.size),
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Cache-Control': 'private, no-store',
      })
      .send(content.stream);
  }

  @Delete('files/:sha256')
  @Documented("Erase a file's content, for good; that it was handed in stays in the log")
  async erase(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Param('sha256', hash) wanted: string,
  ): Promise<void> {
    await this.exercises.staff(exercise, me);
    const found = await this.handed.erase({ exercise, team: teamId, task }, wanted);
    if (!found) throw noSuchFile();
  }
}

const noSuchFile = () => notThere('file-unknown', 'The team has not handed in such a file for this task.');
