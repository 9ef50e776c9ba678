import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { handInsOf, taskOf, teamOf, settingAt, type ExerciseState } from '#exercise';
import { ExerciseLog } from '#persistence';
import { z } from 'zod';
import { adjustment, newAdjustment, newGrade, rubric, submission, toGrade } from '../contract/manual.js';
import { entryName, exerciseId, list, seqParameter, teamId } from '../contract/schemas.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { NamesService } from '../exercises/names.service.js';
import { teamName } from '../exercises/view.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { HandInsService } from './hand-ins.service.js';

const id = { schema: exerciseId };
const team = { schema: teamId };
const name = { schema: entryName };
const queueQuery = z.object({
  all: z.stringbool().default(false).describe('those that are graded too'),
  after: seqParameter.default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** What people grade, and what else they change of a score: for those who lead. */
@ApiTags('grading')
@Controller('api/v1/exercises/:id')
export class GradingController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly handIns: HandInsService,
    private readonly names: NamesService,
    private readonly log: ExerciseLog,
  ) {}

  @Get('grading')
  @Documented("The teams' newest hand-ins that wait for a grade, the oldest first", list(toGrade))
  async queue(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Query({ schema: queueQuery }) { all, after, limit }: z.infer<typeof queueQuery>,
  ) {
    const { state } = await this.exercises.staff(exercise, me);
    const names = await this.names.of(exercise);
    const waiting = newestHandIns(state)
      .filter(({ graded, submission: seq }) => (all || !graded) && seq > after)
      .sort((a, b) => a.submission - b.submission);
    const items = waiting
      .slice(0, limit)
      .map((item) => ({ ...item, name: teamName(state.teams[item.team]!, names) }));
    return { items, ...(waiting.length > limit ? { next: items.at(-1)!.submission } : {}) };
  }

  @Get('rubrics')
  @Documented('The rubrics of the tasks that people grade', list(rubric))
  async rubrics(@Me() me: Person, @Param('id', id) exercise: string) {
    const { state } = await this.exercises.staff(exercise, me);
    const { scenario } = settingAt(state, await this.log.setting(exercise));
    const items = scenario.tasks.flatMap(({ id: task, title, points, manual }) =>
      manual ? [{ task, title, points, criteria: manual.rubric }] : [],
    );
    return { items };
  }

  @Post('teams/:team/tasks/:task/grades')
  @Documented('Grade a hand-in, or grade it anew', submission)
  async grade(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Body({ schema: newGrade }) body: z.infer<typeof newGrade>,
  ) {
    await this.exercises.staff(exercise, me);
    const order = { type: 'give-grade', team: teamId, task, ...body } as const;
    const { state } = await this.exercises.order(exercise, me, order);
    const graded = handInsOf(taskOf(teamOf(state, teamId)!, task)).filter(
      ({ seq }) => seq === body.submission,
    );
    return (await this.handIns.submissions({ exercise, team: teamId, task }, graded))[0]!;
  }

  @Post('teams/:team/adjustments')
  @Documented('Give a team points or take some, for a reason that it is told', adjustment)
  async adjust(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Body({ schema: newAdjustment }) body: z.infer<typeof newAdjustment>,
  ) {
    await this.exercises.staff(exercise, me);
    const { events } = await this.exercises.order(exercise, me, {
      type: 'adjust-score',
      team: teamId,
      ...body,
    });
    return { seq: events[0]!.seq, team: teamId, ...body };
  }
}

function newestHandIns(state: ExerciseState) {
  return Object.values(state.teams).flatMap((seat) =>
    Object.entries(seat.tasks).flatMap(([task, progress]) => {
      const handIns = handInsOf(progress);
      const newest = handIns.at(-1);
      if (!newest) return [];
      const { seq, at, clock, grades } = newest;
      const graded = grades.length > 0;
      return [{ team: seat.id, task, submission: seq, at, clock, handIns: handIns.length, graded }];
    }),
  );
}
